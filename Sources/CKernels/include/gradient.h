#ifndef CNNS_GRADIENT_H
#define CNNS_GRADIENT_H

#include <stddef.h>
#include <stdint.h>

#include "convolution.h"

// Gradients of functions of one float32 number: y = g · f′(x), over `count` numbers. `y` may be the same array as `x` or `g`.

/// g where x is positive.
void cnns_relu_gradient(const float *x, const float *g, float *y, size_t count);
/// g where it and x are positive.
void cnns_relu_guided(const float *x, const float *g, float *y, size_t count);
/// g where x is strictly between the limits.
void cnns_clip_gradient(const float *x, const float *g, float *y, size_t count, float low, float high);
/// g where it is positive and x is strictly between the limits.
void cnns_clip_guided(const float *x, const float *g, float *y, size_t count, float low, float high);
void cnns_leaky_relu_gradient(const float *x, const float *g, float *y, size_t count, float slope);
void cnns_thresholded_relu_gradient(const float *x, const float *g, float *y, size_t count, float threshold);
void cnns_elu_gradient(const float *x, const float *g, float *y, size_t count, float alpha);
void cnns_selu_gradient(const float *x, const float *g, float *y, size_t count, float alpha, float gamma);
void cnns_celu_gradient(const float *x, const float *g, float *y, size_t count, float alpha);
void cnns_sigmoid_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_swish_gradient(const float *x, const float *g, float *y, size_t count, float alpha);
void cnns_hard_sigmoid_gradient(const float *x, const float *g, float *y, size_t count, float alpha, float beta);
void cnns_hard_swish_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_tanh_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_softplus_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_softsign_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_mish_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_gelu_gradient(const float *x, const float *g, float *y, size_t count);
void cnns_gelu_tanh_gradient(const float *x, const float *g, float *y, size_t count);

/* Adds columns back to the maps that cnns_im2col gathers them from: its transpose.
   columns[channelCount * kernelHeight * kernelWidth][rowCount * outputWidth] belong to the output rows firstRow ..< firstRow + rowCount;
   only the rows firstInputRow ..< endInputRow of gradient[channelCount][inputHeight][inputWidth] are touched. */
void cnns_col2im(const float *columns, ptrdiff_t channelCount, const CnnsWindow *window, ptrdiff_t firstRow, ptrdiff_t rowCount,
                 ptrdiff_t firstInputRow, ptrdiff_t endInputRow, float *gradient);

/* The input gradient of cnns_depthwise: for each of channelCount input channels from firstChannel on, sums what its multiplier
   kernels pass back of the outputs' gradients. */
void cnns_depthwise_gradient(const float *outputGradient, const float *kernels, ptrdiff_t firstChannel, ptrdiff_t channelCount,
                             ptrdiff_t multiplier, const CnnsWindow *window, float *gradient);

/* The input gradient of cnns_max_pool: what reaches an output goes to the first of the greatest values under its window. */
void cnns_max_pool_gradient(const float *input, const float *output, const float *outputGradient, ptrdiff_t planeCount,
                            const CnnsWindow *window, float *gradient);

/* The input gradient of cnns_average_pool, which see for the padding. */
void cnns_average_pool_gradient(const float *outputGradient, ptrdiff_t planeCount, const CnnsWindow *window, int countsPadding,
                                ptrdiff_t padBottom, ptrdiff_t padRight, float *gradient);

/// y[places[i]] += g[i], for the places that are not negative.
void cnns_scatter_add(const float *g, const int32_t *places, size_t count, float *y);

/// The transpose of cnns_resample_axis: x[g, indices[o, t], i] += weights[o, t] · y[g, o, i], from x = 0.
void cnns_resample_axis_gradient(
    const float *y, float *x, size_t groups, size_t extent, size_t inner, const ptrdiff_t *indices, const float *weights, size_t count,
    size_t taps);

#endif
