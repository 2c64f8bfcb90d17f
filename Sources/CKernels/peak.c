#include "peak.h"

#include <stddef.h>

#include "kernel_choice.h"

/* As many sums as hide how long an addition takes on two units, and fit into the registers beside two factors. */
enum { SUMS = 12 };

#define ROUNDS(vector, lanes)                                                                              \
    vector sums[SUMS], factor = (vector){0} + 0.9999f, other = (vector){0} + 0.0001f;                      \
    for (int i = 0; i < SUMS; i++) sums[i] = (vector){0} + (float)i;                                       \
    for (int64_t round = 0; round < rounds; round++) {                                                     \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < SUMS; i++) sums[i] = sums[i] * factor + other; \
    }                                                                                                      \
    vector all = sums[0];                                                                                  \
    for (int i = 1; i < SUMS; i++) all += sums[i];                                                         \
    volatile float result = all[0];                                                                        \
    (void)result;                                                                                          \
    return rounds * SUMS * (lanes) * 2

typedef float narrow __attribute__((vector_size(16)));

static int64_t multiply_narrow(int64_t rounds) {
#pragma clang fp contract(fast)
    ROUNDS(narrow, 4);
}

#if defined(__x86_64__)
typedef float wide __attribute__((vector_size(32)));
typedef float widest __attribute__((vector_size(64)));

__attribute__((target("avx2,fma"))) static int64_t multiply_wide(int64_t rounds) {
#pragma clang fp contract(fast)
    ROUNDS(wide, 8);
}

__attribute__((target("avx512f"))) static int64_t multiply_widest(int64_t rounds) {
#pragma clang fp contract(fast)
    ROUNDS(widest, 16);
}
#endif

int64_t cnns_multiply_registers(int64_t rounds) {
    switch (cnns_used_kernels()) {
#if defined(__x86_64__)
    case CNNS_AVX512_KERNELS: return multiply_widest(rounds);
    case CNNS_AVX2_KERNELS: return multiply_wide(rounds);
#endif
    default: return multiply_narrow(rounds);
    }
}

typedef uint64_t words __attribute__((vector_size(64), aligned(8)));

uint64_t cnns_read_memory(const void *bytes, size_t count) {
    const words *next = bytes, *end = next + count / sizeof(words);
    words sums[8] = {0};
    /* Several streams of loads wait for memory at once. */
    for (; next + 8 <= end; next += 8) {
        _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) sums[i] ^= next[i];
    }
    uint64_t all = 0;
    for (int i = 0; i < 8; i++) {
        for (int lane = 0; lane < 8; lane++) all ^= sums[i][lane];
    }
    return all;
}
