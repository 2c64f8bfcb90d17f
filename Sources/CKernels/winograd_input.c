#include "blocked.h"
#include "winograd_tiles.h"

ptrdiff_t cnns_winograd_inputs_count(const CnnsFilters *f, ptrdiff_t tileCount) { return FREQUENCIES * input_pitch(f, tileCount); }

#if defined(CNNS_WIDE)

/* Six numbers in a row of a tile, each for 16 channels: Bᵀ d. */
WIDE_INLINE void transform_row(const __m512 d[REACH], __m512 result[REACH]) {
    const __m512 two = _mm512_set1_ps(2), four = _mm512_set1_ps(4), five = _mm512_set1_ps(5);
    const __m512 nearEven = _mm512_fnmadd_ps(four, d[2], d[4]), nearOdd = _mm512_fnmadd_ps(four, d[1], d[3]);
    const __m512 farEven = _mm512_sub_ps(d[4], d[2]), farOdd = _mm512_sub_ps(d[3], d[1]);
    result[0] = _mm512_fmadd_ps(four, d[0], _mm512_fnmadd_ps(five, d[2], d[4]));
    result[1] = _mm512_add_ps(nearEven, nearOdd);
    result[2] = _mm512_sub_ps(nearEven, nearOdd);
    result[3] = _mm512_fmadd_ps(two, farOdd, farEven);
    result[4] = _mm512_fnmadd_ps(two, farOdd, farEven);
    result[5] = _mm512_fmadd_ps(four, d[1], _mm512_fnmadd_ps(five, d[3], d[5]));
}

/* Bᵀ d B of 6×6 places, whose rows are `rowPitch` numbers apart. */
WIDE_INLINE void transform_tile(const float *places, ptrdiff_t rowPitch, float *result, ptrdiff_t pitch) {
    __m512 half[REACH][REACH];
#pragma clang loop unroll(full)
    for (int x = 0; x < REACH; x++) {
        __m512 column[REACH], transformed[REACH];
#pragma clang loop unroll(full)
        for (int y = 0; y < REACH; y++) column[y] = _mm512_loadu_ps(places + y * rowPitch + x * CNNS_BLOCK);
        transform_row(column, transformed);
#pragma clang loop unroll(full)
        for (int y = 0; y < REACH; y++) half[y][x] = transformed[y];
    }
#pragma clang loop unroll(full)
    for (int y = 0; y < REACH; y++) {
        __m512 row[REACH];
        transform_row(half[y], row);
#pragma clang loop unroll(full)
        for (int x = 0; x < REACH; x++) _mm512_storeu_ps(result + (y * REACH + x) * pitch, row[x]);
    }
}

/* The places under a tile that there are, and zeros for the others. */
WIDE_INLINE void copy_places(const Tile *tile, const float *input, float places[FREQUENCIES * CNNS_BLOCK]) {
    const CnnsBlockedJob *job = tile->job;
    for (ptrdiff_t y = 0; y < REACH; y++) {
        const ptrdiff_t row = tile->row + y;
        const int isHeld = row >= job->firstInputRow && row < job->endInputRow;
        const ptrdiff_t held = isHeld ? cnns_min(REACH, job->width + 2 - tile->column) : 0;
        for (ptrdiff_t x = 0; x < REACH; x++) {
            const __m512 numbers = x < held ? _mm512_loadu_ps(input + y * job->input.rowPitch + x * CNNS_BLOCK) : _mm512_setzero_ps();
            _mm512_storeu_ps(places + (y * REACH + x) * CNNS_BLOCK, numbers);
        }
    }
}

/* One block of channels of one tile. */
WIDE_INLINE void transform_block(const Tile *tile, ptrdiff_t block, float *result, ptrdiff_t pitch) {
    const CnnsBlockedJob *job = tile->job;
    const CnnsMapView *input = &job->input;
    const float *places =
        input->values + block * input->blockPitch + (tile->row - job->firstInputRow) * input->rowPitch + tile->column * CNNS_BLOCK;
    if (tile->row >= job->firstInputRow && tile->row + REACH <= job->endInputRow && tile->column + SIDE <= job->width) {
        transform_tile(places, input->rowPitch, result, pitch);
    } else {
        float copy[FREQUENCIES * CNNS_BLOCK];
        copy_places(tile, places, copy);
        transform_tile(copy, REACH * CNNS_BLOCK, result, pitch);
    }
}

/* Tiles in a row read six rows from left to right, which the processor foresees. */
WIDE void cnns_winograd_transform(const CnnsBlockedJob *jobs, const CnnsFilters *f, ptrdiff_t firstTile, ptrdiff_t tileCount,
                                  ptrdiff_t firstBlock, ptrdiff_t endBlock, float *inputs) {
    const Tile first = tile_at(jobs, firstTile);
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        Tile tile = first;
        for (ptrdiff_t t = 0; t < tileCount; t++, tile = next_tile(&tile)) {
            transform_block(&tile, block, inputs + (block * tileCount + t) * CNNS_BLOCK, input_pitch(f, tileCount));
        }
    }
}

#else

void cnns_winograd_transform(const CnnsBlockedJob *jobs, const CnnsFilters *filters, ptrdiff_t firstTile, ptrdiff_t tileCount,
                             ptrdiff_t firstBlock, ptrdiff_t endBlock, float *inputs) {}

#endif
