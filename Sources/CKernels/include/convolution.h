#ifndef CNNS_CONVOLUTION_H
#define CNNS_CONVOLUTION_H

#include <stddef.h>

/* The geometry of a two-dimensional window that slides over a map; sizes in elements. */
typedef struct {
    ptrdiff_t inputHeight, inputWidth;
    ptrdiff_t outputHeight, outputWidth;
    ptrdiff_t kernelHeight, kernelWidth;
    ptrdiff_t strideHeight, strideWidth;
    ptrdiff_t dilationHeight, dilationWidth;
    ptrdiff_t padTop, padLeft;
} CnnsWindow;

/* What is done to each result on its way to memory: y = min(max(scale[row] * y + shift[row] + residual, low), high).
   scale, shift and residual may be NULL. */
typedef struct {
    const float *scale;
    const float *shift;
    const float *residual;
    float low, high;
} CnnsEpilogue;

/* Writes, for the output pixels firstPixel ..< firstPixel + pixelCount (row by row), the columns of input values
   that their windows cover: columns[channelCount * kernelHeight * kernelWidth][pixelCount], zero in the padding.
   input is [channelCount][inputHeight][inputWidth]. */
void cnns_im2col(const float *input, ptrdiff_t channelCount, const CnnsWindow *window, ptrdiff_t firstPixel,
                 ptrdiff_t pixelCount, float *columns);

/* Applies an epilogue in place to a block values[rowCount][columnCount] whose rows are rowStride apart,
   as are those of the residual. */
void cnns_epilogue(float *values, ptrdiff_t rowCount, ptrdiff_t columnCount, ptrdiff_t rowStride,
                   const CnnsEpilogue *epilogue);

/* Convolves channelCount maps, each with its own kernel:
   output[c] = epilogue(sum over ky, kx of kernels[c][ky][kx] * input[c / multiplier] under the window).
   firstChannel says which output channel c stands for the first pointers' channel 0 in scale, shift and multiplier.
   scratch has room for cnns_depthwise_scratch_count numbers and is the caller's alone. */
void cnns_depthwise(const float *input, const float *kernels, ptrdiff_t firstChannel, ptrdiff_t channelCount,
                    ptrdiff_t multiplier, const CnnsWindow *window, const CnnsEpilogue *epilogue, float *scratch, float *output);

/* How many numbers of scratch memory cnns_depthwise needs for a window: about as many as the padded map and the output have. */
ptrdiff_t cnns_depthwise_scratch_count(const CnnsWindow *window);

#endif
