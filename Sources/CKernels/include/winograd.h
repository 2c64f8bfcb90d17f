#ifndef CNNS_WINOGRAD_H
#define CNNS_WINOGRAD_H

#include "blocked_convolution.h"

/* Convolution of blocked maps with kernels of 3×3, stride and dilation 1, by Winograd's F(4×4, 3×3).

   A tile of 4×4 outputs depends on 6×6 inputs. Both these and the kernels are transformed, to 36 numbers ("frequencies") each, so that
   36 products take the place of 144. Over channels the products of one frequency are a matrix product. Results differ from those
   of direct sums by rounding, and by how the tiles lie. Source: Lavin and Gray, arXiv 1509.09308.

   The filters' strides, dilations and block are taken for 1, 1 and CNNS_BLOCK. All jobs have the same size; their tiles are numbered
   one job after the other, each by rows. */

/* Tiles of one job. */
ptrdiff_t cnns_winograd_tile_count(const CnnsBlockedJob *job);

/* How many numbers cnns_winograd_pack_filters writes, how many cnns_winograd_transform for some tiles, and for how many the scratch memory
   of cnns_winograd_multiply has room. */
ptrdiff_t cnns_winograd_filters_count(const CnnsFilters *filters);
ptrdiff_t cnns_winograd_inputs_count(const CnnsFilters *filters, ptrdiff_t tileCount);
ptrdiff_t cnns_winograd_scratch_count(ptrdiff_t tileCount);

/* Transforms float weights [filterCount][channelCount][3][3], which need not be aligned, for the pairs of blocks of 16 filters
   firstPair ..< endPair: packed is these pairs, [36][channelCount][32 filters] each, with zeros for filters that there are not. */
void cnns_winograd_pack_filters(const void *weights, const CnnsFilters *filters, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed);

/* Transforms tileCount tiles of the input, of the blocks of 16 channels firstBlock ..< endBlock. */
void cnns_winograd_transform(const CnnsBlockedJob *jobs, const CnnsFilters *filters, ptrdiff_t firstTile, ptrdiff_t tileCount,
                             ptrdiff_t firstBlock, ptrdiff_t endBlock, float *inputs);

/* Writes epilogue(filters * input) of those tiles for the pairs of blocks of 16 filters firstPair ..< endPair, which packed holds. Where isPooled, it writes
   the maxima of 2×2 of these, to outputs of half as many rows and columns, rounded down, and there is no residual. */
void cnns_winograd_multiply(const CnnsBlockedJob *jobs, const CnnsFilters *filters, const float *packed, ptrdiff_t firstTile,
                            ptrdiff_t tileCount, ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue, int isPooled,
                            const float *inputs, float *scratch);

#endif
