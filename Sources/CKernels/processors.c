#define _GNU_SOURCE
#include "processors.h"

#include <pthread.h>
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

int cnns_current_processor(void) {
#ifdef CPU_COUNT
    return sched_getcpu();
#else
    return -1;
#endif
}

void cnns_keep_off(pthread_t thread, int others) {
#ifdef CPU_COUNT
    cpu_set_t set;
    const int processor = sched_getcpu();
    if (processor < 0 || sched_getaffinity(0, sizeof set, &set) != 0) return;
    if (CPU_COUNT(&set) > others) CPU_CLR(processor, &set);
    pthread_setaffinity_np(thread, sizeof set, &set);
#endif
}
