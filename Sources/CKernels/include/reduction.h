#ifndef CNNS_REDUCTION_H
#define CNNS_REDUCTION_H

#include <stddef.h>

// One number for each of `rows` consecutive rows of `length` numbers. Sums are accumulated in double precision.

void cnns_sum_rows(const float *x, float *y, size_t rows, size_t length);
void cnns_sum_magnitudes_rows(const float *x, float *y, size_t rows, size_t length);
void cnns_sum_squares_rows(const float *x, float *y, size_t rows, size_t length);
void cnns_product_rows(const float *x, float *y, size_t rows, size_t length);
/// Not a number where the row holds one that is none; minus infinity for rows without numbers.
void cnns_max_rows(const float *x, float *y, size_t rows, size_t length);
void cnns_min_rows(const float *x, float *y, size_t rows, size_t length);
/// ln Σ eˣ, without overflow.
void cnns_log_sum_exp_rows(const float *x, float *y, size_t rows, size_t length);

#endif
