#include "blocked_convolution.h"

#include <string.h>

#include "Blocked/filters.h"
#include "span.h"

ptrdiff_t cnns_packed_filters_count(const CnnsFilters *f) {
    const ptrdiff_t last = pair_count(f) - 1;
    return (last * PAIR + pair_width(f, last)) * depth_of(f);
}

void cnns_pack_filters(const float *weights, const CnnsFilters *f, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed) {
    const ptrdiff_t area = f->kernelHeight * f->kernelWidth, depth = depth_of(f);
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const ptrdiff_t width = pair_width(f, pair), filters = cnns_min(width, f->filterCount - pair * PAIR);
        float *panel = packed + pair * PAIR * depth;
        for (ptrdiff_t block = 0; block < f->channelCount; block += f->block) {
            const ptrdiff_t channels = cnns_min(f->block, f->channelCount - block);
            const float *source = weights + pair * PAIR * depth + block * area;
            for (ptrdiff_t tap = 0; tap < area; tap++) {
                for (ptrdiff_t c = 0; c < channels; c++, panel += width) {
                    for (ptrdiff_t o = 0; o < filters; o++) panel[o] = source[o * depth + c * area + tap];
                    for (ptrdiff_t o = filters; o < width; o++) panel[o] = 0;
                }
            }
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
