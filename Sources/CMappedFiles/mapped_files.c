#define _GNU_SOURCE
#include "CMappedFiles.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/// One watched mapping; free where `start` is 0. Written in an order that the handler, which takes no lock, can rely on.
typedef struct {
    _Atomic uintptr_t start;
    _Atomic size_t count;
    atomic_bool is_cut;
} mapping;

enum { MAPPING_COUNT = 4096 };

static mapping mappings[MAPPING_COUNT];
static atomic_int highest = 0;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t installation = PTHREAD_ONCE_INIT;
static struct sigaction former;
static uintptr_t page_size;

/// Puts zeros from the page at `place` to the end of its mapping; only system calls that a handler may make.
static bool patch(uintptr_t place) {
    for (int index = 0; index < atomic_load(&highest); index++) {
        mapping *each = &mappings[index];
        uintptr_t start = atomic_load(&each->start);
        size_t count = atomic_load(&each->count);
        if (start == 0 || place < start || place - start >= count) continue;
        uintptr_t page = place / page_size * page_size;
        void *zeros = mmap((void *)page, start + count - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
        if (zeros == MAP_FAILED) return false;
        atomic_store(&each->is_cut, true);
        return true;
    }
    return false;
}

static void handle(int number, siginfo_t *information, void *context) {
    if (information->si_code > 0 && patch((uintptr_t)information->si_addr)) return;
    if (former.sa_flags & SA_SIGINFO) {
        former.sa_sigaction(number, information, context);
    } else if (former.sa_handler != SIG_DFL && former.sa_handler != SIG_IGN) {
        former.sa_handler(number);
    } else {
        // The fault happens again when the handler returns; a signal that was sent has to be sent again.
        sigaction(number, &former, NULL);
        if (information->si_code <= 0) raise(number);
    }
}

static void install(void) {
    page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    sigaction(SIGBUS, &action, &former);
}

int cmappedfiles_watch(const void *address, size_t count) {
    pthread_once(&installation, install);
    pthread_mutex_lock(&lock);
    int found = -1;
    for (int index = 0; index < MAPPING_COUNT && found < 0; index++) {
        if (atomic_load(&mappings[index].start) == 0) found = index;
    }
    if (found >= 0) {
        atomic_store(&mappings[found].is_cut, false);
        atomic_store(&mappings[found].count, count);
        atomic_store(&mappings[found].start, (uintptr_t)address);
        if (found >= atomic_load(&highest)) atomic_store(&highest, found + 1);
    }
    pthread_mutex_unlock(&lock);
    return found;
}

void cmappedfiles_unwatch(int index) {
    if (index < 0 || index >= MAPPING_COUNT) return;
    pthread_mutex_lock(&lock);
    atomic_store(&mappings[index].start, 0);
    pthread_mutex_unlock(&lock);
}

bool cmappedfiles_is_cut(int index) { return index >= 0 && index < MAPPING_COUNT && atomic_load(&mappings[index].is_cut); }
