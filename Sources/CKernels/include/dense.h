#ifndef CNNS_DENSE_H
#define CNNS_DENSE_H

#include <stddef.h>

/* results[row][o] = alpha * (sum of vectors[row][k] * weights[o][k]) + results[row][o] * beta for the outputs first ..< end of
   rows of `outputCount`. Weights are floats, which need not be aligned; they are read once for every four vectors: made for few vectors, where that is what takes time. */
void cnns_dense(const void *weights, const float *vectors, ptrdiff_t vectorCount, ptrdiff_t depth, ptrdiff_t first, ptrdiff_t end,
                ptrdiff_t outputCount, float alpha, float beta, float *results);

#endif
