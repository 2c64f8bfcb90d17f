#include "blocked_convolution.h"

#include <string.h>

#include "Blocked/filters.h"
#include "transpose.h"
#include "variants.h"

/* Arranging weights: all are read and written once, so memory is what it takes, if rows of weights become columns in registers. */

ptrdiff_t cnns_packed_filters_count(const CnnsFilters *f) {
    const ptrdiff_t last = pair_count(f) - 1;
    return (last * PAIR + pair_width(f, last)) * depth_of(f);
}

/* Where the weights of one channel and tap stand in a panel: [channels' blocks][taps][channels of the block]. */
static inline ptrdiff_t place_in_panel(const CnnsFilters *f, ptrdiff_t channel, ptrdiff_t tap) {
    const ptrdiff_t inBlock = channel % f->block, block = channel - inBlock;
    return block * f->kernelHeight * f->kernelWidth + tap * cnns_min(f->block, f->channelCount - block) + inBlock;
}

/* One block of filters of a panel. */
SQUARE_INLINE void pack_block(const char *rows, ptrdiff_t filters, const CnnsFilters *f, float *panel, ptrdiff_t width) {
    const ptrdiff_t area = f->kernelHeight * f->kernelWidth, depth = depth_of(f);
    for (ptrdiff_t k = 0, channel = 0, tap = 0; k < depth; k += SQUARE) {
        const ptrdiff_t count = cnns_min(SQUARE, depth - k);
        SquareRow square[SQUARE];
        columns_of_square(rows + k * (ptrdiff_t)sizeof(float), depth, filters, count, square);
        for (ptrdiff_t c = 0; c < count; c++) {
            memcpy(panel + place_in_panel(f, channel, tap) * width, &square[c], sizeof square[c]);
            if (++tap == area) tap = 0, channel++;
        }
    }
}

/* The same for kernels of 1×1, whose weights stay in order. */
SQUARE_INLINE void pack_points(const char *rows, ptrdiff_t filters, ptrdiff_t depth, float *panel, ptrdiff_t width) {
    for (ptrdiff_t k = 0; k < depth; k += SQUARE, panel += SQUARE * width) {
        const ptrdiff_t count = cnns_min(SQUARE, depth - k);
        SquareRow square[SQUARE];
        columns_of_square(rows + k * (ptrdiff_t)sizeof(float), depth, filters, count, square);
        for (ptrdiff_t c = 0; c < count; c++) memcpy(panel + c * width, &square[c], sizeof square[c]);
    }
}

CNNS_VARIANTS
void cnns_pack_filters(const void *weights, const CnnsFilters *f, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed) {
    const ptrdiff_t depth = depth_of(f), isPoint = f->kernelHeight == 1 && f->kernelWidth == 1;
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const ptrdiff_t width = pair_width(f, pair);
        for (ptrdiff_t v = 0; v < width / CNNS_BLOCK; v++) {
            const ptrdiff_t first = pair * PAIR + v * CNNS_BLOCK, filters = cnns_min(CNNS_BLOCK, f->filterCount - first);
            const char *rows = (const char *)weights + first * depth * (ptrdiff_t)sizeof(float);
            float *panel = packed + pair * PAIR * depth + v * CNNS_BLOCK;
            if (isPoint) pack_points(rows, filters, depth, panel, width);
            else pack_block(rows, filters, f, panel, width);
        }
    }
}

/* The weights of one row of the other convolution's filters for `count` filters of a panel, the last tap first. Taps are `pitch` numbers apart. */
static void pack_turned(const char *weights, ptrdiff_t count, ptrdiff_t area, float *panel, ptrdiff_t pitch, ptrdiff_t width) {
    for (ptrdiff_t filter = 0; filter < count; filter++) {
        for (ptrdiff_t tap = 0; tap < area; tap++, weights += sizeof(float)) {
            memcpy(&panel[(area - 1 - tap) * pitch + filter], weights, sizeof(float));
        }
    }
    for (ptrdiff_t tap = 0; tap < area; tap++) memset(panel + tap * pitch + count, 0, (size_t)(width - count) * sizeof(float));
}

void cnns_pack_turned_filters(const void *weights, const CnnsFilters *f, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed) {
    const ptrdiff_t area = f->kernelHeight * f->kernelWidth;
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const ptrdiff_t width = pair_width(f, pair), count = cnns_min(width, f->filterCount - pair * PAIR);
        for (ptrdiff_t channel = 0; channel < f->channelCount; channel++) {
            const ptrdiff_t block = channel / CNNS_BLOCK * CNNS_BLOCK, channels = cnns_min(CNNS_BLOCK, f->channelCount - block);
            const char *row = (const char *)weights + (channel * f->filterCount + pair * PAIR) * area * (ptrdiff_t)sizeof(float);
            float *panel = packed + pair * PAIR * depth_of(f) + (block * area + channel - block) * width;
            pack_turned(row, count, area, panel, channels * width, width);
        }
    }
}

void cnns_pack_channel(const float *packed, const CnnsFilters *f, ptrdiff_t channel, float *result) {
    const ptrdiff_t area = f->kernelHeight * f->kernelWidth, depth = depth_of(f), block = channel / CNNS_BLOCK;
    const ptrdiff_t channels = cnns_min(CNNS_BLOCK, f->channelCount - block * CNNS_BLOCK);
    for (ptrdiff_t pair = 0; pair < pair_count(f); pair++) {
        const ptrdiff_t width = pair_width(f, pair);
        const float *panel = packed + pair * PAIR * depth + (block * CNNS_BLOCK * area + channel % CNNS_BLOCK) * width;
        for (ptrdiff_t tap = 0; tap < area; tap++, result += width) {
            memcpy(result, panel + tap * channels * width, (size_t)width * sizeof(float));
        }
    }
}
