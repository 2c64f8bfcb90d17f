#define _GNU_SOURCE
#include "processors.h"

#include <sched.h>
#include <unistd.h>

int cnns_processor_count(void) {
    int count = 0;
#ifdef CPU_COUNT
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) count = CPU_COUNT(&set);
#endif
    if (count < 1) count = (int)sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count;
}
