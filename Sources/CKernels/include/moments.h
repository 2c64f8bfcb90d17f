#ifndef CNNS_MOMENTS_H
#define CNNS_MOMENTS_H

#include <stddef.h>

/* What the finite ones of some numbers amount to. Without any, low is infinite and high minus infinity. */
typedef struct {
    double sum, sumOfSquares;
    float low, high;
    ptrdiff_t finiteCount, zeroCount;
} CnnsMoments;

void cnns_moments(const float *numbers, ptrdiff_t count, CnnsMoments *moments);

#endif
