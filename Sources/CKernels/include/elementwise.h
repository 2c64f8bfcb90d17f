#ifndef CNNS_ELEMENTWISE_H
#define CNNS_ELEMENTWISE_H

#include <stddef.h>
#include <stdint.h>

// Functions of one float32 number, over `count` numbers. `x` and `y` are the same array or do not overlap.

void cnns_relu(const float *x, float *y, size_t count);
void cnns_leaky_relu(const float *x, float *y, size_t count, float slope);
void cnns_thresholded_relu(const float *x, float *y, size_t count, float threshold);
void cnns_clip(const float *x, float *y, size_t count, float low, float high);
void cnns_elu(const float *x, float *y, size_t count, float alpha);
void cnns_selu(const float *x, float *y, size_t count, float alpha, float gamma);
void cnns_celu(const float *x, float *y, size_t count, float alpha);
void cnns_sigmoid(const float *x, float *y, size_t count);
void cnns_swish(const float *x, float *y, size_t count, float alpha);
void cnns_hard_sigmoid(const float *x, float *y, size_t count, float alpha, float beta);
void cnns_hard_swish(const float *x, float *y, size_t count);
void cnns_tanh(const float *x, float *y, size_t count);
void cnns_softplus(const float *x, float *y, size_t count);
void cnns_softsign(const float *x, float *y, size_t count);
void cnns_mish(const float *x, float *y, size_t count);
/// x · Φ(x), with the normal distribution's Φ.
void cnns_gelu(const float *x, float *y, size_t count);
/// The approximation of GELU by a hyperbolic tangent.
void cnns_gelu_tanh(const float *x, float *y, size_t count);

void cnns_abs(const float *x, float *y, size_t count);
void cnns_negate(const float *x, float *y, size_t count);
void cnns_sign(const float *x, float *y, size_t count);
void cnns_reciprocal(const float *x, float *y, size_t count);
void cnns_floor(const float *x, float *y, size_t count);
void cnns_ceil(const float *x, float *y, size_t count);
/// To the nearest integer, halves to the even one.
void cnns_round(const float *x, float *y, size_t count);
void cnns_sqrt(const float *x, float *y, size_t count);
void cnns_exp(const float *x, float *y, size_t count);
void cnns_log(const float *x, float *y, size_t count);
void cnns_erf(const float *x, float *y, size_t count);
void cnns_sin(const float *x, float *y, size_t count);
void cnns_cos(const float *x, float *y, size_t count);
void cnns_tan(const float *x, float *y, size_t count);
void cnns_asin(const float *x, float *y, size_t count);
void cnns_acos(const float *x, float *y, size_t count);
void cnns_atan(const float *x, float *y, size_t count);
void cnns_sinh(const float *x, float *y, size_t count);
void cnns_cosh(const float *x, float *y, size_t count);
void cnns_asinh(const float *x, float *y, size_t count);
void cnns_acosh(const float *x, float *y, size_t count);
void cnns_atanh(const float *x, float *y, size_t count);

// Functions of two float32 numbers. A step is 1, or 0 where one number stands for all.

void cnns_add(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
void cnns_subtract(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
void cnns_multiply(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
void cnns_divide(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
void cnns_max(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
void cnns_min(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
void cnns_power(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
/// The remainder with the sign of the dividend.
void cnns_fmod(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);
/// `a` where it is not negative, `a · b` elsewhere.
void cnns_prelu(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count);

#endif
