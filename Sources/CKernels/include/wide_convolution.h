#ifndef CNNS_WIDE_CONVOLUTION_H
#define CNNS_WIDE_CONVOLUTION_H

#include <stddef.h>

#include "convolution.h"

/* One of several images that are convolved together: input [channels][height][inputWidth], its channels inputPlane apart; residual (or NULL) and output [output channels][pixelCount]. */
typedef struct {
    const float *input;
    const float *residual;
    float *output;
    ptrdiff_t inputWidth, inputPlane;
    ptrdiff_t outputWidth, pixelCount;
} CnnsMaps;

/* Filters [rows][channelCount][kernelHeight][kernelWidth] and how they slide. */
typedef struct {
    ptrdiff_t channelCount;
    ptrdiff_t kernelHeight, kernelWidth;
    ptrdiff_t strideHeight, strideWidth;
    ptrdiff_t dilationHeight, dilationWidth;
} CnnsFilters;

/* Whether this processor runs cnns_convolve_wide. */
int cnns_has_wide_convolution(void);

/* Convolves images of any sizes, which come with the padding that the window needs, together: for the pixels firstPixel ..< firstPixel + pixelCount of all images in turn, and the
   filters firstRow ..< firstRow + rowCount, writes epilogue(filters * input). The epilogue's residual is that of the images.
   scratch has room for cnns_wide_convolution_scratch_count numbers and is the caller's alone. */
void cnns_convolve_wide(const CnnsMaps *maps, ptrdiff_t mapCount, const CnnsFilters *filters, const float *weights,
                        ptrdiff_t firstRow, ptrdiff_t rowCount, ptrdiff_t firstPixel, ptrdiff_t pixelCount,
                        const CnnsEpilogue *epilogue, float *scratch);

/* Convolves one image whose channels have filters of their own, with padTop and padLeft zeros before its first row and column and as
   many after the last ones as the output needs: output channels firstChannel ..< firstChannel + channelCount from
   kernels [output channels][kernelHeight][kernelWidth], each over the input channel of its number / multiplier. */
void cnns_depthwise_wide(const CnnsMaps *maps, const CnnsFilters *filters, const float *kernels, ptrdiff_t firstChannel,
                         ptrdiff_t channelCount, ptrdiff_t multiplier, ptrdiff_t padTop, ptrdiff_t padLeft,
                         const CnnsEpilogue *epilogue);

/* How many numbers of scratch memory cnns_convolve_wide needs for filters and a count of them. */
ptrdiff_t cnns_wide_convolution_scratch_count(const CnnsFilters *filters, ptrdiff_t rowCount);

#endif
