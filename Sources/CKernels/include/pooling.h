#ifndef CNNS_POOLING_H
#define CNNS_POOLING_H

#include "convolution.h"

/* The greatest value under each window, padding left out. input [planeCount][inputHeight][inputWidth]. */
void cnns_max_pool(const float *input, ptrdiff_t planeCount, const CnnsWindow *window, float *output);

/* The mean under each window. Divides by the pixels inside the map, or, with countsPadding, by those inside the
   padded map, whose bottom and right padding are padBottom and padRight. */
void cnns_average_pool(const float *input, ptrdiff_t planeCount, const CnnsWindow *window, int countsPadding,
                       ptrdiff_t padBottom, ptrdiff_t padRight, float *output);


/* The sum of count values, in 16 interleaved partial sums. */
float cnns_sum(const float *values, ptrdiff_t count);

/* The greatest of count values; one that is not a number wins. */
float cnns_maximum(const float *values, ptrdiff_t count);

#endif
