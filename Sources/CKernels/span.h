#ifndef CNNS_SPAN_H
#define CNNS_SPAN_H

#include <stddef.h>

/* A run of output positions, half open. */
typedef struct {
    ptrdiff_t start, end;
} CnnsSpan;

static inline ptrdiff_t cnns_min(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
static inline ptrdiff_t cnns_max(ptrdiff_t a, ptrdiff_t b) { return a > b ? a : b; }

/* The output positions o in 0 ..< outputSize for which o * stride + offset lies in 0 ..< inputSize. */
static inline CnnsSpan cnns_span_inside(ptrdiff_t offset, ptrdiff_t stride, ptrdiff_t inputSize, ptrdiff_t outputSize) {
    ptrdiff_t start = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
    ptrdiff_t end = offset >= inputSize ? 0 : (inputSize - 1 - offset) / stride + 1;
    CnnsSpan span = {cnns_min(start, outputSize), cnns_min(end, outputSize)};
    if (span.end < span.start) span.end = span.start;
    return span;
}

#endif
