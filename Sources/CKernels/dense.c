#include "dense.h"

#include "variants.h"

enum { LANES = 32, VECTORS = 4 };

/* Weights may stand anywhere in a file. */
typedef float Unaligned __attribute__((aligned(1)));

/* Products of one row of weights with `count` vectors, a constant; partial sums in lanes, so that additions can go on side by side. */
static inline __attribute__((always_inline)) void multiply(const int count, const Unaligned *weights, const float *vectors, ptrdiff_t depth,
                                                           float sums[VECTORS]) {
    float lanes[VECTORS][LANES] = {{0}};
    ptrdiff_t k = 0;
    for (; k + LANES <= depth; k += LANES) {
        for (int v = 0; v < count; v++) {
            for (int lane = 0; lane < LANES; lane++) lanes[v][lane] += weights[k + lane] * vectors[v * depth + k + lane];
        }
    }
    for (int v = 0; v < count; v++) {
        float sum = 0;
        for (int lane = 0; lane < LANES; lane++) sum += lanes[v][lane];
        for (ptrdiff_t rest = k; rest < depth; rest++) sum += weights[rest] * vectors[v * depth + rest];
        sums[v] = sum;
    }
}

CNNS_VARIANTS
void cnns_dense(const void *weights, const float *vectors, ptrdiff_t vectorCount, ptrdiff_t depth, ptrdiff_t first, ptrdiff_t end,
                ptrdiff_t outputCount, float alpha, float beta, float *results) {
    for (ptrdiff_t o = first; o < end; o++) {
        const Unaligned *row = (const Unaligned *)weights + o * depth;
        for (ptrdiff_t v = 0; v < vectorCount; v += VECTORS) {
            float sums[VECTORS];
            const float *some = vectors + v * depth;
            const ptrdiff_t count = vectorCount - v < VECTORS ? vectorCount - v : VECTORS;
            switch (count) {
                case 1: multiply(1, row, some, depth, sums); break;
                case 2: multiply(2, row, some, depth, sums); break;
                case 3: multiply(3, row, some, depth, sums); break;
                default: multiply(4, row, some, depth, sums); break;
            }
            for (ptrdiff_t n = 0; n < count; n++) {
                float *result = results + (v + n) * outputCount + o;
                *result = alpha * sums[n] + beta * *result;
            }
        }
    }
}
