#ifndef CNNS_WIDE_H
#define CNNS_WIDE_H

/* Functions for vectors of 16 numbers, compiled whatever processor the compiler runs on; they run where the processor has them. */

#if defined(__x86_64__)
#include <immintrin.h>
#define CNNS_WIDE 1
#define WIDE __attribute__((target("avx512f")))
#define WIDE_INLINE static inline __attribute__((target("avx512f"), always_inline))
#endif

#endif
