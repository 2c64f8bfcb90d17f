#ifndef CNNS_WINOGRAD_OUTPUT_H
#define CNNS_WINOGRAD_OUTPUT_H

/* From the 36 products of a tile to its 4×4 outputs. */

#include "blocked.h"
#include "winograd_tiles.h"

#if defined(CNNS_WIDE)

/* Six products of a row or column, each for 16 filters: Aᵀ m. */
WIDE_INLINE void finish_row(const __m512 m[REACH], __m512 result[SIDE]) {
    const __m512 two = _mm512_set1_ps(2), four = _mm512_set1_ps(4), eight = _mm512_set1_ps(8);
    const __m512 nearSum = _mm512_add_ps(m[1], m[2]), nearDifference = _mm512_sub_ps(m[1], m[2]);
    const __m512 farSum = _mm512_add_ps(m[3], m[4]), farDifference = _mm512_sub_ps(m[3], m[4]);
    result[0] = _mm512_add_ps(_mm512_add_ps(m[0], nearSum), farSum);
    result[1] = _mm512_fmadd_ps(two, farDifference, nearDifference);
    result[2] = _mm512_fmadd_ps(four, farSum, nearSum);
    result[3] = _mm512_add_ps(_mm512_fmadd_ps(eight, farDifference, nearDifference), m[5]);
}

/* Aᵀ m A but for the last step, which goes row by row. */
WIDE_INLINE void finish_columns(const float *products, ptrdiff_t pitch, __m512 half[SIDE][REACH]) {
#pragma clang loop unroll(full)
    for (int x = 0; x < REACH; x++) {
        __m512 column[REACH], finished[SIDE];
#pragma clang loop unroll(full)
        for (int y = 0; y < REACH; y++) column[y] = _mm512_loadu_ps(products + (y * REACH + x) * pitch);
        finish_row(column, finished);
#pragma clang loop unroll(full)
        for (int y = 0; y < SIDE; y++) half[y][x] = finished[y];
    }
}

/* epilogue(Aᵀ m A) for one block of filters; `residual` and `output` are where the tile's first place is, residual may be NULL. */
WIDE_INLINE void finish_tile(const float *products, ptrdiff_t pitch, const BlockEpilogue *epilogue, const Tile *tile, const float *residual,
                             float *output) {
    __m512 half[SIDE][REACH];
    finish_columns(products, pitch, half);
#pragma clang loop unroll(full)
    for (int y = 0; y < SIDE; y++) {
        if (y >= tile->rowCount) break;
        __m512 row[SIDE];
        finish_row(half[y], row);
        const float *addend = residual ? residual + y * tile->job->residual.rowPitch : NULL;
        float *place = output + y * tile->job->output.rowPitch;
#pragma clang loop unroll(full)
        for (int x = 0; x < SIDE; x++) {
            if (x < tile->columnCount) finish_vector(row[x], epilogue, addend ? addend + x * CNNS_BLOCK : NULL, place + x * CNNS_BLOCK);
        }
    }
}

/* The maxima of 2×2 of them. */
WIDE_INLINE void finish_pooled_tile(const float *products, ptrdiff_t pitch, const BlockEpilogue *epilogue, const Tile *tile, float *output) {
    __m512 half[SIDE][REACH];
    finish_columns(products, pitch, half);
#pragma clang loop unroll(full)
    for (int y = 0; y < SIDE; y += 2) {
        if (y + 1 >= tile->rowCount) break;
        __m512 upper[SIDE], lower[SIDE];
        finish_row(half[y], upper);
        finish_row(half[y + 1], lower);
        float *place = output + y / 2 * tile->job->output.rowPitch;
#pragma clang loop unroll(full)
        for (int x = 0; x < SIDE; x += 2) {
            if (x + 1 >= tile->columnCount) break;
            const __m512 above = greater(finished_vector(upper[x], epilogue, NULL), finished_vector(upper[x + 1], epilogue, NULL));
            const __m512 below = greater(finished_vector(lower[x], epilogue, NULL), finished_vector(lower[x + 1], epilogue, NULL));
            _mm512_storeu_ps(place + x / 2 * CNNS_BLOCK, greater(above, below));
        }
    }
}

#endif

#endif
