/* From the 6×6 places under a tile to its 36 frequencies. */

#include "../winograd_tiles.h"
#include "vector.h"

/* Six numbers in a row of a tile, each for a vector of channels: Bᵀ d. */
VECTOR_INLINE void transform_row(const Vector d[REACH], Vector result[REACH]) {
    const Vector nearEven = d[4] - 4 * d[2], nearOdd = d[3] - 4 * d[1];
    const Vector farEven = d[4] - d[2], farOdd = d[3] - d[1];
    result[0] = 4 * d[0] + (d[4] - 5 * d[2]);
    result[1] = nearEven + nearOdd;
    result[2] = nearEven - nearOdd;
    result[3] = farEven + 2 * farOdd;
    result[4] = farEven - 2 * farOdd;
    result[5] = 4 * d[1] + (d[5] - 5 * d[3]);
}

/* Bᵀ d B of 6×6 places, which are `step` numbers apart, and their rows `rowPitch`. */
VECTOR_INLINE void transform_tile(const float *places, ptrdiff_t step, ptrdiff_t rowPitch, float *result, ptrdiff_t pitch) {
    Vector half[REACH][REACH];
#pragma clang loop unroll(full)
    for (int x = 0; x < REACH; x++) {
        Vector column[REACH], transformed[REACH];
#pragma clang loop unroll(full)
        for (int y = 0; y < REACH; y++) column[y] = load(places + y * rowPitch + x * step);
        transform_row(column, transformed);
#pragma clang loop unroll(full)
        for (int y = 0; y < REACH; y++) half[y][x] = transformed[y];
    }
#pragma clang loop unroll(full)
    for (int y = 0; y < REACH; y++) {
        Vector row[REACH];
        transform_row(half[y], row);
#pragma clang loop unroll(full)
        for (int x = 0; x < REACH; x++) store(result + (y * REACH + x) * pitch, row[x]);
    }
}

/* The places under a tile that there are, and zeros for the others. */
VECTOR_INLINE void copy_places(const Tile *tile, const float *input, float places[FREQUENCIES * LANES]) {
    const CnnsBlockedJob *job = tile->job;
    for (ptrdiff_t y = 0; y < REACH; y++) {
        const ptrdiff_t row = tile->row + y;
        const int isHeld = row >= job->firstInputRow && row < job->endInputRow;
        const ptrdiff_t held = isHeld ? cnns_min(REACH, job->width + 2 - tile->column) : 0;
        for (ptrdiff_t x = 0; x < REACH; x++) {
            const Vector numbers = x < held ? load(input + y * job->input.rowPitch + x * CNNS_BLOCK) : all(0);
            store(places + (y * REACH + x) * LANES, numbers);
        }
    }
}

/* One vector of channels of one tile, whose first place is at `places`, on the map or outside of it. */
VECTOR_INLINE void transform_part(const Tile *tile, const float *places, float *result, ptrdiff_t pitch) {
    const CnnsBlockedJob *job = tile->job;
    if (tile->row >= job->firstInputRow && tile->row + REACH <= job->endInputRow && tile->column + SIDE <= job->width) {
        transform_tile(places, CNNS_BLOCK, job->input.rowPitch, result, pitch);
    } else {
        float copy[FREQUENCIES * LANES];
        copy_places(tile, places, copy);
        transform_tile(copy, LANES, REACH * LANES, result, pitch);
    }
}

/* See cnns_winograd_transform. Tiles in a row read six rows from left to right, which the processor foresees. */
static void winograd_transform(const CnnsBlockedJob *jobs, const CnnsFilters *f, ptrdiff_t firstTile, ptrdiff_t tileCount,
                               ptrdiff_t firstBlock, ptrdiff_t endBlock, float *inputs) {
    const Tile first = tile_at(jobs, firstTile);
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        Tile tile = first;
        for (ptrdiff_t t = 0; t < tileCount; t++, tile = next_tile(&tile)) {
            const float *places = place_of_block(&tile.job->input, block, tile.row - tile.job->firstInputRow, tile.column);
            float *result = inputs + (block * tileCount + t) * CNNS_BLOCK;
            for (ptrdiff_t lane = 0; lane < CNNS_BLOCK; lane += LANES) {
                transform_part(&tile, places + lane, result + lane, input_pitch(f, tileCount));
            }
        }
    }
}
