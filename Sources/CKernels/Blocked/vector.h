#ifndef CNNS_VECTOR_H
#define CNNS_VECTOR_H

/* Vectors of as many numbers as a register of the processor holds that a kernel set is compiled for.

   The kernels of this folder are written once, over these few functions. A file for each set defines LANES and how many registers a
   tile may take, asks for the processor's instructions, and includes them all (avx512.c, avx2.c, portable.c). A block of 16 channels is
   16 / LANES vectors, which are gone through one after the other, so that all sets read and write the same maps and the same weights.
   Products with sums are compiled to single instructions where the processor has them (-ffp-contract=fast). */

#include <stddef.h>

#include "../span.h"

typedef float Vector __attribute__((ext_vector_type(LANES)));
typedef double DoubleVector __attribute__((ext_vector_type(LANES)));

#define VECTOR_INLINE static inline __attribute__((always_inline))

VECTOR_INLINE Vector load(const float *numbers) {
    Vector vector;
    __builtin_memcpy(&vector, numbers, sizeof vector);
    return vector;
}

VECTOR_INLINE void store(float *numbers, Vector vector) { __builtin_memcpy(numbers, &vector, sizeof vector); }

VECTOR_INLINE Vector all(float number) { return (Vector)(number); }

/* The greater of two numbers, the second where either is not a number: what processors compute. */
VECTOR_INLINE Vector greater_or_second(Vector a, Vector b) { return a > b ? a : b; }
VECTOR_INLINE Vector lesser_or_second(Vector a, Vector b) { return a < b ? a : b; }

/* The greater of two numbers; what is not a number stays. */
VECTOR_INLINE Vector greater(Vector a, Vector b) { return a != a ? a : greater_or_second(a, b); }

/* Up to LANES of `count` numbers, zero beyond them; and back. */
#if LANES == 16
VECTOR_INLINE __mmask16 lanes_of(ptrdiff_t count) { return (__mmask16)(count >= LANES ? 0xffff : (1u << cnns_max(count, 0)) - 1); }
VECTOR_INLINE Vector load_some(const float *numbers, ptrdiff_t count) { return (Vector)_mm512_maskz_loadu_ps(lanes_of(count), numbers); }
VECTOR_INLINE void store_some(float *numbers, ptrdiff_t count, Vector vector) {
    _mm512_mask_storeu_ps(numbers, lanes_of(count), (__m512)vector);
}
#else
VECTOR_INLINE Vector load_some(const float *numbers, ptrdiff_t count) {
    if (count >= LANES) return load(numbers);
    float some[LANES] = {0};
    for (ptrdiff_t i = 0; i < count; i++) some[i] = numbers[i];
    return load(some);
}
VECTOR_INLINE void store_some(float *numbers, ptrdiff_t count, Vector vector) {
    if (count >= LANES) return store(numbers, vector);
    float some[LANES];
    store(some, vector);
    for (ptrdiff_t i = 0; i < count; i++) numbers[i] = some[i];
}
#endif

#endif
