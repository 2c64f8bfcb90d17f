#ifndef NAIVE_H
#define NAIVE_H

/* What kernels should compute, written from the definitions, with twice their digits. */

#include "cases.h"

/* Random weights [filters][channels of a filter][kernelHeight][kernelWidth], and what an epilogue needs. */
typedef struct {
    float *weights, *scale, *shift;
    /* In blocks, of the output's size. */
    float *residual;
    CnnsEpilogue epilogue;
} Parameters;

Parameters random_parameters(const Case *c, ptrdiff_t channelsOfFilter);
void free_parameters(Parameters *parameters);

/* epilogue(weights * input): every filter over all channels, or the filter f over the channel f alone. */
double *naive_convolution(const Case *c, const float *input, const Parameters *parameters, int isDepthwise);

/* Maxima, or averages, over the places of windows that lie on the map. */
double *naive_pool(const Case *c, const float *input, int isMaximum, int countsPadding);

#endif
