#ifndef CNNS_WINOGRAD_OUTPUT_H
#define CNNS_WINOGRAD_OUTPUT_H

/* From the 36 products of a tile to its 4×4 outputs. */

#include "../winograd_tiles.h"
#include "finishing.h"

/* Six products of a row or column, each for a vector of filters: Aᵀ m. */
VECTOR_INLINE void finish_row(const Vector m[REACH], Vector result[SIDE]) {
    const Vector nearSum = m[1] + m[2], nearDifference = m[1] - m[2];
    const Vector farSum = m[3] + m[4], farDifference = m[3] - m[4];
    result[0] = m[0] + nearSum + farSum;
    result[1] = nearDifference + 2 * farDifference;
    result[2] = nearSum + 4 * farSum;
    result[3] = nearDifference + 8 * farDifference + m[5];
}

/* Aᵀ m A but for the last step, which goes row by row. */
VECTOR_INLINE void finish_columns(const float *products, ptrdiff_t pitch, Vector half[SIDE][REACH]) {
#pragma clang loop unroll(full)
    for (int x = 0; x < REACH; x++) {
        Vector column[REACH], finished[SIDE];
#pragma clang loop unroll(full)
        for (int y = 0; y < REACH; y++) column[y] = load(products + (y * REACH + x) * pitch);
        finish_row(column, finished);
#pragma clang loop unroll(full)
        for (int y = 0; y < SIDE; y++) half[y][x] = finished[y];
    }
}

/* epilogue(Aᵀ m A) for one vector of filters; `residual` and `output` are where the tile's first place is, residual may be NULL. */
VECTOR_INLINE void finish_tile(const float *products, ptrdiff_t pitch, const Finish *finish, const Tile *tile, const float *residual,
                             float *output) {
    Vector half[SIDE][REACH];
    finish_columns(products, pitch, half);
#pragma clang loop unroll(full)
    for (int y = 0; y < SIDE; y++) {
        if (y >= tile->rowCount) break;
        Vector row[SIDE];
        finish_row(half[y], row);
        const float *addend = residual ? residual + y * tile->job->residual.rowPitch : NULL;
        float *place = output + y * tile->job->output.rowPitch;
#pragma clang loop unroll(full)
        for (int x = 0; x < SIDE; x++) {
            if (x < tile->columnCount) store_finished(row[x], finish, addend ? addend + x * CNNS_BLOCK : NULL, place + x * CNNS_BLOCK);
        }
    }
}

/* The maxima of 2×2 of them. */
VECTOR_INLINE void finish_pooled_tile(const float *products, ptrdiff_t pitch, const Finish *finish, const Tile *tile, float *output) {
    Vector half[SIDE][REACH];
    finish_columns(products, pitch, half);
#pragma clang loop unroll(full)
    for (int y = 0; y < SIDE; y += 2) {
        if (y + 1 >= tile->rowCount) break;
        Vector upper[SIDE], lower[SIDE];
        finish_row(half[y], upper);
        finish_row(half[y + 1], lower);
        float *place = output + y / 2 * tile->job->output.rowPitch;
#pragma clang loop unroll(full)
        for (int x = 0; x < SIDE; x += 2) {
            if (x + 1 >= tile->columnCount) break;
            const Vector above = greater(finished(upper[x], finish, NULL), finished(upper[x + 1], finish, NULL));
            const Vector below = greater(finished(lower[x], finish, NULL), finished(lower[x + 1], finish, NULL));
            store(place + x / 2 * CNNS_BLOCK, greater(above, below));
        }
    }
}

#endif
