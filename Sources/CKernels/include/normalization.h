#ifndef CNNS_NORMALIZATION_H
#define CNNS_NORMALIZATION_H

#include <stddef.h>

/// Mean and population variance of each of `rows` consecutive rows of `length` numbers, in two passes and double precision.
void cnns_moments_rows(const float *x, float *mean, float *variance, size_t rows, size_t length);

/// y = scale[row] · x + shift[row] for `rows` consecutive rows of `length` numbers.
void cnns_affine_rows(const float *x, float *y, const float *scale, const float *shift, size_t rows, size_t length);

/// Local response normalization of one image `[channels, plane]`: y = x / (bias + factor · Σ x²)^beta over the channels from
/// `before` below to `after` above.
void cnns_local_response(
    const float *x, float *y, size_t channels, size_t plane, size_t before, size_t after, float factor, float bias, float beta);

#endif
