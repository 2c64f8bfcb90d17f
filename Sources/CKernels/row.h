#ifndef CNNS_ROW_H
#define CNNS_ROW_H

#include <string.h>

#include "span.h"

/* Places from ..< to of the row whose place x is input[x * stride + offset], zero where that lies outside the input. */
static inline void cnns_copy_row(const float *input, ptrdiff_t offset, ptrdiff_t stride, ptrdiff_t inputWidth,
                                 ptrdiff_t from, ptrdiff_t to, float *restrict row) {
    CnnsSpan inside = cnns_span_inside(offset, stride, inputWidth, to);
    ptrdiff_t start = cnns_min(cnns_max(inside.start, from), to), end = cnns_max(inside.end, start);
    memset(row, 0, (size_t)(start - from) * sizeof(float));
    if (stride == 1) {
        memcpy(row + (start - from), input + start + offset, (size_t)(end - start) * sizeof(float));
    } else if (stride == 2) {
        for (ptrdiff_t x = start; x < end; x++) row[x - from] = input[2 * x + offset];
    } else {
        for (ptrdiff_t x = start; x < end; x++) row[x - from] = input[x * stride + offset];
    }
    memset(row + (end - from), 0, (size_t)(to - end) * sizeof(float));
}

#endif
