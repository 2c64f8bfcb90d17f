#ifndef CNNS_EPILOGUE_H
#define CNNS_EPILOGUE_H

#include "convolution.h"

/* Applies an epilogue to one row of results; channel picks scale and shift, residual is the row's own or NULL. */
static inline void cnns_finish_row(float *restrict values, ptrdiff_t count, const CnnsEpilogue *epilogue, ptrdiff_t channel,
                                   const float *restrict residual) {
    const float scale = epilogue->scale ? epilogue->scale[channel] : 1;
    const float shift = epilogue->shift ? epilogue->shift[channel] : 0;
    const float low = epilogue->low, high = epilogue->high;
    if (residual) {
        for (ptrdiff_t i = 0; i < count; i++) {
            float value = scale * values[i] + shift + residual[i];
            value = value < low ? low : value;
            values[i] = value > high ? high : value;
        }
    } else {
        for (ptrdiff_t i = 0; i < count; i++) {
            float value = scale * values[i] + shift;
            value = value < low ? low : value;
            values[i] = value > high ? high : value;
        }
    }
}

#endif
