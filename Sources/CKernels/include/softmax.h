#ifndef CNNS_SOFTMAX_H
#define CNNS_SOFTMAX_H

#include <stddef.h>

// Softmax and its logarithm over lines of `length` float32 numbers.

/// Lines one after another: `rows` × `length`.
void cnns_softmax_rows(const float *x, float *y, size_t rows, size_t length);
void cnns_log_softmax_rows(const float *x, float *y, size_t rows, size_t length);

/// Lines side by side: element i of column c stands at i · stride + c.
void cnns_softmax_columns(const float *x, float *y, size_t length, size_t stride, size_t columns);
void cnns_log_softmax_columns(const float *x, float *y, size_t length, size_t stride, size_t columns);

#endif
