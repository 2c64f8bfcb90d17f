#include "dense.h"

#include "variants.h"

enum { LANES = 16, VECTORS = 4, ROWS = 4 };

/* Weights may stand anywhere in a file. */
typedef float Unaligned __attribute__((aligned(1)));

typedef float Lanes __attribute__((ext_vector_type(LANES)));
typedef float Half __attribute__((ext_vector_type(LANES / 2)));
typedef float Quarter __attribute__((ext_vector_type(LANES / 4)));

/* Products of `rows` rows of weights with `count` vectors, both constants; partial sums in lanes, so that additions can go on side by side.
   Several rows come from memory faster than one after the other. */
static inline __attribute__((always_inline)) void multiply(const int rows, const int count, const Unaligned *weights, const float *vectors,
                                                           ptrdiff_t depth, float sums[ROWS][VECTORS]) {
    Lanes lanes[ROWS * VECTORS];
#pragma clang loop unroll(full)
    for (int i = 0; i < rows * count; i++) lanes[i] = (Lanes)(0);
    ptrdiff_t k = 0;
#pragma clang loop unroll_count(2)
    for (; k + LANES <= depth; k += LANES) {
#pragma clang loop unroll(full)
        for (int i = 0; i < rows * count; i++) {
            Lanes row, vector;
            __builtin_memcpy(&row, weights + i / count * depth + k, sizeof row);
            __builtin_memcpy(&vector, vectors + i % count * depth + k, sizeof vector);
            lanes[i] += row * vector;
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < rows * count; i++) {
        const int r = i / count, v = i % count;
        const Half half = lanes[i].lo + lanes[i].hi;
        const Quarter quarter = half.lo + half.hi;
        float sum = quarter.x + quarter.y + (quarter.z + quarter.w);
        for (ptrdiff_t rest = k; rest < depth; rest++) sum += weights[r * depth + rest] * vectors[v * depth + rest];
        sums[r][v] = sum;
    }
}

CNNS_VARIANTS
void cnns_dense(const void *weights, const float *vectors, ptrdiff_t vectorCount, ptrdiff_t depth, ptrdiff_t first, ptrdiff_t end,
                ptrdiff_t outputCount, float alpha, float beta, float *results) {
    for (ptrdiff_t o = first, rows; o < end; o += rows) {
        const Unaligned *matrix = (const Unaligned *)weights + o * depth;
        rows = vectorCount == 1 && end - o >= ROWS ? ROWS : 1;
        for (ptrdiff_t v = 0; v < vectorCount; v += VECTORS) {
            float sums[ROWS][VECTORS];
            const float *some = vectors + v * depth;
            const ptrdiff_t count = vectorCount - v < VECTORS ? vectorCount - v : VECTORS;
            switch (count) {
                case 1:
                    if (rows == ROWS) multiply(ROWS, 1, matrix, some, depth, sums);
                    else multiply(1, 1, matrix, some, depth, sums);
                    break;
                case 2: multiply(1, 2, matrix, some, depth, sums); break;
                case 3: multiply(1, 3, matrix, some, depth, sums); break;
                default: multiply(1, 4, matrix, some, depth, sums); break;
            }
            for (ptrdiff_t r = 0; r < rows; r++) {
                for (ptrdiff_t n = 0; n < count; n++) {
                    float *result = results + (v + n) * outputCount + o + r;
                    *result = alpha * sums[r][n] + beta * *result;
                }
            }
        }
    }
}
