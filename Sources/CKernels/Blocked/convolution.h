/* A convolution, cut so that what is read again is still in a cache.

   A chunk of rows, of one job or of several, is gone through for one pair of filters' blocks before the next pair's turn comes. */

#include "convolution_tile.h"

/* Numbers of input and output of a chunk: with the weights of a pair they stay in the second-level cache. */
enum { CHUNK = 96 * 1024, MOST_BANDS = 64 };

/* Some rows of one job. */
typedef struct {
    const CnnsBlockedJob *job;
    ptrdiff_t row, rowCount;
} Band;

/* Rows that follow one another without a gap, and are computed from such rows, are one long row. */
static int is_flat(const CnnsBlockedJob *job, const CnnsFilters *f) {
    const ptrdiff_t pitch = job->width * CNNS_BLOCK;
    return f->kernelHeight == 1 && f->kernelWidth == 1 && f->strideHeight == 1 && f->strideWidth == 1 && job->firstInputRow == 0
        && job->endInputRow >= job->height && job->input.rowPitch == job->width * f->block && job->output.rowPitch == pitch
        && (!job->residual.values || job->residual.rowPitch == pitch);
}

/* The rows of one band for the filters of a tile, which begin at the filter `first` of panels of `panelWidth`. */
static void convolve_band(const Band *band, const CnnsFilters *f, ptrdiff_t first, ptrdiff_t panelWidth, const float *panel, TileShape *s) {
    const CnnsBlockedJob *job = band->job;
    const ptrdiff_t block = first / CNNS_BLOCK, lane = first % CNNS_BLOCK;
    ConvolutionTile *const *tiles = tiles_for(panelWidth, s->inputStep);
    s->blockPitch = job->input.blockPitch;
    s->rowStep = f->dilationHeight * job->input.rowPitch;
    s->outputBlockPitch = job->output.blockPitch, s->residualBlockPitch = job->residual.blockPitch;
    const int isFlat = is_flat(job, f);
    const ptrdiff_t rows = isFlat ? 1 : band->rowCount, width = isFlat ? job->width * band->rowCount : job->width;
    const ptrdiff_t count = (width + TILE_PLACES - 1) / TILE_PLACES;
    for (ptrdiff_t row = band->row; row < band->row + rows; row++) {
        const ptrdiff_t top = row * f->strideHeight - job->firstInputRow;
        const float *input = job->input.values + top * job->input.rowPitch;
        s->rows = cnns_span_inside(top, f->dilationHeight, job->endInputRow - job->firstInputRow, f->kernelHeight);
        const float *residual =
            job->residual.values ? job->residual.values + row * job->residual.rowPitch + block * job->residual.blockPitch + lane : NULL;
        float *output = job->output.values + row * job->output.rowPitch + block * job->output.blockPitch + lane;
        for (ptrdiff_t tile = 0; tile < count; tile++) {
            const ptrdiff_t x = width * tile / count, places = width * (tile + 1) / count - x;
            tiles[places](input + x * s->inputStep, panel, s, residual ? residual + x * CNNS_BLOCK : NULL, output + x * CNNS_BLOCK);
        }
    }
}

/* The rows that are gone through together, from (*job, *row) on, which become the first ones after them. */
static ptrdiff_t next_chunk(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, ptrdiff_t *job, ptrdiff_t *row,
                            Band bands[MOST_BANDS]) {
    ptrdiff_t count = 0, room = CHUNK;
    while (*job < jobCount && count < MOST_BANDS && room > 0) {
        const CnnsBlockedJob *j = &jobs[*job];
        const ptrdiff_t perRow = f->channelCount * f->strideHeight * f->strideWidth * j->width + PAIR * j->width;
        const ptrdiff_t rows = cnns_min(cnns_max(room / cnns_max(perRow, 1), 1), j->height - *row);
        if (rows > 0 && j->width > 0) bands[count++] = (Band){j, *row, rows};
        room -= rows * perRow, *row += rows;
        if (*row >= j->height) *row = 0, ++*job;
    }
    return count;
}

/* See cnns_convolve_blocked. */
static void convolve(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, const float *packed, ptrdiff_t firstPair,
                     ptrdiff_t endPair, const CnnsEpilogue *epilogue) {
    const int isPlain = f->block == 1, hasRuns = isPlain && f->dilationWidth == 1;
    TileShape s = {.channelCount = f->channelCount,
                   .block = f->block,
                   .inputStep = f->strideWidth * f->block,
                   .kernelHeight = f->kernelHeight,
                   .kernelWidth = hasRuns ? 1 : f->kernelWidth,
                   .columnStep = f->dilationWidth * f->block,
                   .tapRun = hasRuns ? f->kernelWidth : 1,
                   .isPlain = isPlain};
    Band bands[MOST_BANDS];
    for (ptrdiff_t job = 0, row = 0; job < jobCount;) {
        const ptrdiff_t count = next_chunk(jobs, jobCount, f, &job, &row, bands);
        for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
            const ptrdiff_t panel = PAIR * depth_of(f), width = pair_width(f, pair);
            s.ahead = packed + (pair + 1) * panel;
            s.aheadEnd = pair + 1 < pair_count(f) ? s.ahead + pair_width(f, pair + 1) * depth_of(f) : s.ahead;
            for (ptrdiff_t lane = 0; lane < width; lane += TILE_VECTORS * LANES) {
                for (int v = 0; v < TILE_VECTORS; v++) s.finish[v] = finish_from(epilogue, pair * PAIR + lane + v * LANES, f->filterCount);
                for (ptrdiff_t band = 0; band < count; band++) {
                    convolve_band(&bands[band], f, pair * PAIR + lane, width, packed + pair * panel + lane, &s);
                }
            }
        }
    }
}
