#ifndef CNNS_SPINNING_H
#define CNNS_SPINNING_H

/* Tells the processor that this thread waits for another one's write. */
static inline void cnns_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

#endif
