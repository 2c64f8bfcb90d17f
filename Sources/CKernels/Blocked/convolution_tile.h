#ifndef CNNS_CONVOLUTION_TILE_H
#define CNNS_CONVOLUTION_TILE_H

/* The innermost part of a convolution: a few places of one row by a few vectors of filters.

   The sums of TILE_PLACES places by TILE_VECTORS vectors stay in registers while the whole depth goes by: the vectors of weights are
   loaded, and each number of the input, broadcast once, feeds as many multiplications. Weights of a panel are read in a row; places of
   the input are blocks of 16 numbers, each a cache line. */

#include "counts.h"
#include "filters.h"
#include "finishing.h"

/* What a tile needs beside its input and weights. */
typedef struct {
    ptrdiff_t channelCount, block, blockPitch, inputStep, kernelHeight, kernelWidth, rowStep, columnStep;
    /* Rows of the kernel that lie on the input. */
    CnnsSpan rows;
    /* Taps of a plain input that stand in a row, as the channels of a block do. */
    ptrdiff_t tapRun;
    int isPlain;
    ptrdiff_t outputBlockPitch, residualBlockPitch;
    Finish finish[TILE_VECTORS];
    /* The weights of the next pair that are still to be fetched: they come from afar, and are fetched a few at a time meanwhile. */
    const float *ahead, *aheadEnd;
} TileShape;

/* One channel of the input at `places` places, `step` numbers apart, times its weights. */
VECTOR_INLINE void add_channel(const int places, const int vectors, ptrdiff_t step, Vector sums[TILE_PLACES][TILE_VECTORS],
                               const float *input, const float *weights) {
    /* Neighboring taps of a plain input meet the same numbers. To keep them from one to the next costs registers that the sums need:
       the compiler is not to know. */
    if (step <= 2) __asm__("" : "+r"(input));
    Vector factors[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) factors[v] = load(weights + v * LANES);
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
        const Vector number = all(input[p * step]);
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sums[p][v] += number * factors[v];
    }
}

/* One tile of a panel of `width` filters; places, width and, but for 0, step are constants. Its filters begin at `lane` of their block. */
VECTOR_INLINE void convolve_tile(const int places, const int width, const int constantStep, const float *input, const float *weights,
                                 TileShape *s, const float *residual, float *output) {
    const int vectors = width < TILE_VECTORS * LANES ? width / LANES : TILE_VECTORS;
    const ptrdiff_t aheadStep = s->ahead < s->aheadEnd ? PAIR : 0;
    const float *ahead = s->ahead;
    const ptrdiff_t step = constantStep ? constantStep : s->inputStep;
    Vector sums[TILE_PLACES][TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < vectors; v++) sums[p][v] = all(0);
    }
    for (ptrdiff_t channel = 0; channel < s->channelCount; channel += s->block, input += s->blockPitch) {
        const ptrdiff_t channels = s->isPlain ? s->tapRun : cnns_min(s->block, s->channelCount - channel);
        const ptrdiff_t rowOfWeights = s->kernelWidth * channels * width;
        weights += s->rows.start * rowOfWeights;
        for (ptrdiff_t ky = s->rows.start; ky < s->rows.end; ky++) {
            for (ptrdiff_t kx = 0; kx < s->kernelWidth; kx++) {
                const float *numbers = input + ky * s->rowStep + kx * s->columnStep;
                ptrdiff_t c = 0;
                for (; c + 4 <= channels; c += 4, numbers += 4, weights += 4 * width, ahead += aheadStep) {
                    __builtin_prefetch(ahead, 0, 2);
                    __builtin_prefetch(ahead + CNNS_BLOCK, 0, 2);
#pragma clang loop unroll(full)
                    for (int u = 0; u < 4; u++) add_channel(places, vectors, step, sums, numbers + u, weights + u * width);
                }
                for (; c < channels; c++, numbers++, weights += width) add_channel(places, vectors, step, sums, numbers, weights);
            }
        }
        weights += (s->kernelHeight - s->rows.end) * rowOfWeights;
    }
    s->ahead = ahead;
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
        /* Vectors of a block stand side by side, blocks apart. */
        const ptrdiff_t block = v * LANES / CNNS_BLOCK, lane = v * LANES % CNNS_BLOCK;
        store_places(places, &sums[0][v], TILE_VECTORS, &s->finish[v], residual ? residual + block * s->residualBlockPitch + lane : NULL,
                     output + block * s->outputBlockPitch + lane);
    }
}

typedef void ConvolutionTile(const float *input, const float *weights, TileShape *shape, const float *residual, float *output);

#define TILE(places, width, step)                                                                                                \
    static void tile##places##x##width##_##step(const float *input, const float *weights, TileShape *shape, const float *residual, \
                                                float *output) {                                                                 \
        convolve_tile(places, width, step, input, weights, shape, residual, output);                                             \
    }
#define TILES(width, step) EACH_COUNT(TILE_PLACES, TILE, width, step)
TILES(16, 16) TILES(32, 16) TILES(16, 32) TILES(32, 32) TILES(16, 2) TILES(32, 2) TILES(16, 1) TILES(32, 1) TILES(16, 0) TILES(32, 0)

#define TILE_NAME(places, width, step) [places] = tile##places##x##width##_##step,
#define TILE_NAMES(width, step) {EACH_COUNT(TILE_PLACES, TILE_NAME, width, step)}

/* The tiles for numbers of places, for a panel of 16 or 32 filters and a step between places. */
static ConvolutionTile *const *tiles_for(ptrdiff_t width, ptrdiff_t step) {
    static ConvolutionTile *const tiles[5][2][TILE_PLACES + 1] = {{TILE_NAMES(16, 0), TILE_NAMES(32, 0)},
                                                                  {TILE_NAMES(16, 1), TILE_NAMES(32, 1)},
                                                                  {TILE_NAMES(16, 2), TILE_NAMES(32, 2)},
                                                                  {TILE_NAMES(16, 16), TILE_NAMES(32, 16)},
                                                                  {TILE_NAMES(16, 32), TILE_NAMES(32, 32)}};
    const int kind = step == 1 ? 1 : step == 2 ? 2 : step == 16 ? 3 : step == 32 ? 4 : 0;
    return tiles[kind][width > CNNS_BLOCK];
}

#endif
