#ifndef CNNS_BLOCKED_POOLING_H
#define CNNS_BLOCKED_POOLING_H

#include "blocked_convolution.h"

/* How a window slides over maps that do not come with their padding: input row 0 is the row padTop of the first window. */
typedef struct {
    CnnsFilters window;
    ptrdiff_t padTop, padLeft, inputHeight, inputWidth;
    /* What an average is divided by: the places of the window that lie on the map, or all of them. */
    int countsPadding;
} CnnsPool;

/* Writes the maximum, or the average, of every window's places on the map for `blockCount` blocks of channels of a job. */
void cnns_pool_blocked(const CnnsBlockedJob *job, const CnnsPool *pool, int isMaximum, ptrdiff_t firstBlock, ptrdiff_t endBlock);

/* Writes the mean of each channel over height by width places of blocked maps, one number a channel. */
void cnns_average_blocked(const CnnsMapView *maps, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width, float *means);

/* output = input + residual for each place of a job. */
void cnns_add_blocked(const CnnsBlockedJob *job, ptrdiff_t firstBlock, ptrdiff_t endBlock);

#endif
