/* Convolutions in which every channel has one filter of its own.

   A tile of up to ROW_PLACES places of one row of one vector of channels stays in registers. Row by row of the kernel, its weights are
   loaded once, and each vector of the input once for all the taps that it meets. */

#include "../include/blocked_convolution.h"
#include "counts.h"
#include "finishing.h"

/* Of one vector of channels. */
typedef struct {
    const float *weights;
    const CnnsFilters *filters;
    ptrdiff_t rowStep;
    /* Rows of the kernel that lie on the input. */
    CnnsSpan rows;
    Finish finish;
} RowShape;

/* One tile; places, taps (of a row of the kernel) and stride are constants. */
VECTOR_INLINE void sum_tile(const int places, const int taps, const int stride, const float *input, const RowShape *s, const float *residual,
                          float *output) {
    Vector sums[ROW_PLACES];
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) sums[p] = all(0);
    for (ptrdiff_t ky = s->rows.start; ky < s->rows.end; ky++) {
        const float *weights = s->weights + ky * taps * CNNS_BLOCK, *line = input + ky * s->rowStep;
        Vector row[7];
#pragma clang loop unroll(full)
        for (int kx = 0; kx < taps; kx++) row[kx] = load(weights + kx * CNNS_BLOCK);
#pragma clang loop unroll(full)
        for (int x = 0; x < (places - 1) * stride + taps; x++) {
            const Vector numbers = load(line + x * CNNS_BLOCK);
#pragma clang loop unroll(full)
            for (int kx = 0; kx < taps; kx++) {
                const int p = (x - kx) / stride;
                if (x >= kx && (x - kx) % stride == 0 && p < places) sums[p] += row[kx] * numbers;
            }
        }
    }
    store_places(places, sums, 1, &s->finish, residual, output);
}

/* Any kernel and stride, place by place. */
static void sum_places(ptrdiff_t places, const float *input, const RowShape *s, const float *residual, float *output) {
    const CnnsFilters *f = s->filters;
    for (ptrdiff_t p = 0; p < places; p++) {
        Vector sum = all(0);
        for (ptrdiff_t ky = s->rows.start; ky < s->rows.end; ky++) {
            for (ptrdiff_t kx = 0; kx < f->kernelWidth; kx++) {
                const float *numbers = input + ky * s->rowStep + (p * f->strideWidth + kx * f->dilationWidth) * CNNS_BLOCK;
                const Vector weight = load(s->weights + (ky * f->kernelWidth + kx) * CNNS_BLOCK);
                sum += weight * load(numbers);
            }
        }
        store_finished(sum, &s->finish, residual ? residual + p * CNNS_BLOCK : NULL, output + p * CNNS_BLOCK);
    }
}

typedef void RowTile(const float *input, const RowShape *shape, const float *residual, float *output);

#define ROW(places, taps, stride)                                                                                              \
    static void row##places##_##taps##_##stride(const float *input, const RowShape *shape, const float *residual, float *output) { \
        sum_tile(places, taps, stride, input, shape, residual, output);                                                          \
    }
#define ROWS(taps, stride) EACH_COUNT(ROW_PLACES, ROW, taps, stride)
ROWS(3, 1) ROWS(3, 2) ROWS(5, 1) ROWS(5, 2) ROWS(7, 1)

#define ROW_NAME(places, taps, stride) [places] = row##places##_##taps##_##stride,
#define ROW_NAMES(taps, stride) {EACH_COUNT(ROW_PLACES, ROW_NAME, taps, stride)}

/* The tiles for numbers of places; NULL where kernel or stride are unusual. */
static RowTile *const *rows_for(const CnnsFilters *f) {
    static RowTile *const tiles[5][ROW_PLACES + 1] = {ROW_NAMES(3, 1), ROW_NAMES(3, 2), ROW_NAMES(5, 1), ROW_NAMES(5, 2), ROW_NAMES(7, 1)};
    if (f->dilationWidth != 1) return NULL;
    if (f->kernelWidth == 3 && f->strideWidth <= 2) return tiles[f->strideWidth - 1];
    if (f->kernelWidth == 5 && f->strideWidth <= 2) return tiles[f->strideWidth + 1];
    return f->kernelWidth == 7 && f->strideWidth == 1 ? tiles[4] : NULL;
}

/* One row of one vector of channels. */
static void convolve_row(ptrdiff_t width, RowTile *const *tiles, const float *input, const RowShape *s, const float *residual, float *output) {
    if (!tiles) return sum_places(width, input, s, residual, output);
    const ptrdiff_t count = (width + ROW_PLACES - 1) / ROW_PLACES;
    for (ptrdiff_t tile = 0; tile < count; tile++) {
        const ptrdiff_t x = width * tile / count, places = width * (tile + 1) / count - x;
        tiles[places](input + x * s->filters->strideWidth * CNNS_BLOCK, s, residual ? residual + x * CNNS_BLOCK : NULL,
                      output + x * CNNS_BLOCK);
    }
}

/* See cnns_convolve_blocked_depthwise. */
static void convolve_depthwise(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, const float *packed,
                               ptrdiff_t firstBlock, ptrdiff_t endBlock, const CnnsEpilogue *epilogue) {
    RowTile *const *tiles = rows_for(f);
    for (const CnnsBlockedJob *job = jobs; job < jobs + jobCount; job++) {
        for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
            RowShape parts[CNNS_BLOCK / LANES];
            for (ptrdiff_t lane = 0; lane < CNNS_BLOCK; lane += LANES) {
                parts[lane / LANES] = (RowShape){packed + block * f->kernelHeight * f->kernelWidth * CNNS_BLOCK + lane, f,
                                                 f->dilationHeight * job->input.rowPitch, {0, 0},
                                                 finish_from(epilogue, block * CNNS_BLOCK + lane, f->filterCount)};
            }
            for (ptrdiff_t row = 0; row < job->height; row++) {
                const ptrdiff_t top = row * f->strideHeight - job->firstInputRow;
                const CnnsSpan rows = cnns_span_inside(top, f->dilationHeight, job->endInputRow - job->firstInputRow, f->kernelHeight);
                const float *input = job->input.values + block * job->input.blockPitch + top * job->input.rowPitch;
                const float *residual = job->residual.values
                    ? job->residual.values + block * job->residual.blockPitch + row * job->residual.rowPitch
                    : NULL;
                float *output = job->output.values + block * job->output.blockPitch + row * job->output.rowPitch;
                for (ptrdiff_t lane = 0; lane < CNNS_BLOCK; lane += LANES) {
                    RowShape *shape = &parts[lane / LANES];
                    shape->rows = rows;
                    convolve_row(job->width, tiles, input + lane, shape, residual ? residual + lane : NULL, output + lane);
                }
            }
        }
    }
}
