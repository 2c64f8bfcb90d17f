#ifndef CNNS_FINISHING_H
#define CNNS_FINISHING_H

/* What is done to sums on their way to memory. */

#include "../include/convolution.h"
#include "vector.h"

/* An epilogue for the channels of one vector; see CnnsEpilogue. */
typedef struct {
    Vector scale, shift, low, high;
} Finish;

/* Up to LANES of `count` numbers, from the number `first` on; zero beyond them, `otherwise` where there are none at all. */
VECTOR_INLINE Vector numbers_from(const float *numbers, float otherwise, ptrdiff_t first, ptrdiff_t count) {
    if (!numbers) return all(otherwise);
    return first < count ? load_some(numbers + first, count - first) : all(0);
}

VECTOR_INLINE Finish finish_from(const CnnsEpilogue *epilogue, ptrdiff_t firstChannel, ptrdiff_t channelCount) {
    return (Finish){numbers_from(epilogue->scale, 1, firstChannel, channelCount),
                    numbers_from(epilogue->shift, 0, firstChannel, channelCount), all(epilogue->low), all(epilogue->high)};
}

/* The epilogue of one vector of sums; residual may be NULL. What is not a number stays. */
VECTOR_INLINE Vector finished(Vector sums, const Finish *finish, const float *residual) {
    Vector value = sums * finish->scale + finish->shift;
    if (residual) value += load(residual);
    return lesser_or_second(finish->high, greater_or_second(finish->low, value));
}

VECTOR_INLINE void store_finished(Vector sums, const Finish *finish, const float *residual, float *output) {
    store(output, finished(sums, finish, residual));
}

/* Stores the sums of places that stand side by side, blocks apart; `places` is a constant. What to do to them is kept in registers: the
   compiler is not to fetch it anew after each store, which might have changed it, nor to ask for the residual each time. */
VECTOR_INLINE void store_places(const int places, const Vector *sums, const int pitch, const Finish *finish, const float *residual, float *output) {
    const Finish kept = *finish;
    if (residual) {
#pragma clang loop unroll(full)
        for (int p = 0; p < places; p++) store_finished(sums[p * pitch], &kept, residual + p * CNNS_BLOCK, output + p * CNNS_BLOCK);
    } else {
#pragma clang loop unroll(full)
        for (int p = 0; p < places; p++) store_finished(sums[p * pitch], &kept, NULL, output + p * CNNS_BLOCK);
    }
}

#endif
