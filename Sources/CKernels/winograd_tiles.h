#ifndef CNNS_WINOGRAD_TILES_H
#define CNNS_WINOGRAD_TILES_H

/* How the tiles of Winograd's convolution lie in maps and in memory. */

#include "Blocked/filters.h"
#include "include/winograd.h"
#include "span.h"

/* Outputs and inputs along a side of a tile, and the products of a tile. */
enum { SIDE = 4, REACH = 6, FREQUENCIES = REACH * REACH };

/* Transformed inputs are [36][blocks of channels][tiles][16]. Were the frequencies a multiple of 4096 bytes apart, the 36 numbers of a tile
   would fall into the same few sets of the first-level cache: a cache line between them spreads them. */
static inline ptrdiff_t input_pitch(const CnnsFilters *f, ptrdiff_t tileCount) {
    return (f->channelCount + CNNS_BLOCK - 1) / CNNS_BLOCK * tileCount * CNNS_BLOCK + CNNS_BLOCK;
}

/* Products are [36][tiles][32 filters], with such a gap, too. */
static inline ptrdiff_t product_pitch(ptrdiff_t tileCount) { return tileCount * PAIR + CNNS_BLOCK; }

/* One tile: its job, its first output place, and how many of its rows and columns there are. */
typedef struct {
    const CnnsBlockedJob *job;
    ptrdiff_t row, column, rowCount, columnCount;
} Tile;

static inline Tile tile_from(const CnnsBlockedJob *job, ptrdiff_t row, ptrdiff_t column) {
    return (Tile){job, row, column, cnns_min(SIDE, job->height - row), cnns_min(SIDE, job->width - column)};
}

static inline Tile tile_at(const CnnsBlockedJob *jobs, ptrdiff_t index) {
    const ptrdiff_t perRow = (jobs->width + SIDE - 1) / SIDE, perJob = cnns_winograd_tile_count(jobs);
    return tile_from(jobs + index / perJob, index % perJob / perRow * SIDE, index % perRow * SIDE);
}

/* The tile after another; beyond the last one, of the job after the last. */
static inline Tile next_tile(const Tile *tile) {
    const CnnsBlockedJob *job = tile->job;
    if (tile->column + SIDE < job->width) return tile_from(job, tile->row, tile->column + SIDE);
    if (tile->row + SIDE < job->height) return tile_from(job, tile->row + SIDE, 0);
    return (Tile){job + 1, 0, 0, cnns_min(SIDE, job->height), cnns_min(SIDE, job->width)};
}

/* Where a place of a block of channels stands in maps. */
static inline float *place_of_block(const CnnsMapView *maps, ptrdiff_t block, ptrdiff_t row, ptrdiff_t column) {
    return maps->values + block * maps->blockPitch + row * maps->rowPitch + column * CNNS_BLOCK;
}

#endif
