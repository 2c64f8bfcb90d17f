#ifndef CNNS_BLOCKED_H
#define CNNS_BLOCKED_H

/* What functions for blocked maps have in common. */

#include "blocked_maps.h"
#include "convolution.h"
#include "span.h"
#include "wide.h"

#if defined(CNNS_WIDE)

/* An epilogue for the 16 channels of one block; see CnnsEpilogue. */
typedef struct {
    __m512 scale, shift, low, high;
} BlockEpilogue;

/* Up to 16 of `count` numbers, from the number `first` on; zero beyond them, `otherwise` where there are none at all. */
WIDE_INLINE __m512 numbers_of_block(const float *numbers, float otherwise, ptrdiff_t first, ptrdiff_t count) {
    if (!numbers) return _mm512_set1_ps(otherwise);
    if (first >= count) return _mm512_setzero_ps();
    return _mm512_maskz_loadu_ps((__mmask16)((1u << cnns_min(CNNS_BLOCK, count - first)) - 1), numbers + first);
}

WIDE_INLINE BlockEpilogue block_epilogue(const CnnsEpilogue *epilogue, ptrdiff_t firstChannel, ptrdiff_t channelCount) {
    return (BlockEpilogue){numbers_of_block(epilogue->scale, 1, firstChannel, channelCount),
                           numbers_of_block(epilogue->shift, 0, firstChannel, channelCount), _mm512_set1_ps(epilogue->low),
                           _mm512_set1_ps(epilogue->high)};
}

/* The epilogue of one vector of sums; residual may be NULL. */
WIDE_INLINE __m512 finished_vector(__m512 sums, const BlockEpilogue *epilogue, const float *residual) {
    __m512 value = _mm512_fmadd_ps(sums, epilogue->scale, epilogue->shift);
    if (residual) value = _mm512_add_ps(value, _mm512_loadu_ps(residual));
    /* The second operand wins where it is not a number. */
    return _mm512_min_ps(epilogue->high, _mm512_max_ps(epilogue->low, value));
}

WIDE_INLINE void finish_vector(__m512 sums, const BlockEpilogue *epilogue, const float *residual, float *output) {
    _mm512_storeu_ps(output, finished_vector(sums, epilogue, residual));
}

/* The greater of two numbers; what is not a number has to stay, though the second operand wins where either is none. */
WIDE_INLINE __m512 greater(__m512 a, __m512 b) { return _mm512_mask_max_ps(a, _mm512_cmp_ps_mask(a, a, _CMP_ORD_Q), a, b); }

#endif

#endif
