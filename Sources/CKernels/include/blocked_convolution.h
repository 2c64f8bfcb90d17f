#ifndef CNNS_BLOCKED_CONVOLUTION_H
#define CNNS_BLOCKED_CONVOLUTION_H

#include "blocked_maps.h"
#include "convolution.h"

/* Filters and how they slide, as cnns_pack_filters has arranged them. */
typedef struct {
    ptrdiff_t filterCount, channelCount;
    ptrdiff_t kernelHeight, kernelWidth;
    ptrdiff_t strideHeight, strideWidth;
    ptrdiff_t dilationHeight, dilationWidth;
    /* Channels of a block of the input: CNNS_BLOCK, or 1 for plain maps. */
    ptrdiff_t block;
} CnnsFilters;

/* One of several maps that are convolved together. The input starts under the first tap of the first output place. It comes with the
   padding to its left and right; of the rows under the windows it holds firstInputRow ..< endInputRow, the others count as zero.
   `residual.values` may be NULL; residual and output have the same height and width. */
typedef struct {
    CnnsMapView input, residual, output;
    ptrdiff_t height, width;
    ptrdiff_t firstInputRow, endInputRow;
} CnnsBlockedJob;

/* How many numbers cnns_pack_filters writes. */
ptrdiff_t cnns_packed_filters_count(const CnnsFilters *filters);

/* Arranges float weights [filterCount][channelCount][kernelHeight][kernelWidth], which need not be aligned, for cnns_convolve_blocked: pairs
   of blocks of 16 filters firstPair ..< endPair, each [channels' blocks][kernelHeight][kernelWidth][channels of the block][filters of the
   pair]. */
void cnns_pack_filters(const void *weights, const CnnsFilters *filters, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed);

/* Arranges the float weights [channelCount][filterCount][kernelHeight][kernelWidth] of another convolution, which need not be aligned, for the
   gradient of its input: every filter of `filters` is one of its channels, turned about, and every channel one of its filters. Pairs and their
   order are as above. */
void cnns_pack_turned_filters(const void *weights, const CnnsFilters *filters, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed);

/* Arranges as much for a convolution over the one channel `channel` of packed filters. */
void cnns_pack_channel(const float *packed, const CnnsFilters *filters, ptrdiff_t channel, float *result);

/* Writes epilogue(filters * input) of every job for the pairs of blocks of 16 filters firstPair ..< endPair. An input whose block is 1
   is plain: a plane for each channel. The epilogue's residual is that of the jobs; its scale and shift have filterCount numbers. */
void cnns_convolve_blocked(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *filters, const float *packed,
                           ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue);

/* The same where every channel has one filter of its own: for the blocks of 16 channels firstBlock ..< endBlock.
   packed is [blocks][kernelHeight][kernelWidth][16]. */
void cnns_convolve_blocked_depthwise(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *filters, const float *packed,
                                     ptrdiff_t firstBlock, ptrdiff_t endBlock, const CnnsEpilogue *epilogue);

#endif
