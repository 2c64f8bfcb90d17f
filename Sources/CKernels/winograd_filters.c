#include <string.h>

#include "variants.h"
#include "winograd_tiles.h"

ptrdiff_t cnns_winograd_tile_count(const CnnsBlockedJob *job) {
    return (job->height + SIDE - 1) / SIDE * ((job->width + SIDE - 1) / SIDE);
}

ptrdiff_t cnns_winograd_filters_count(const CnnsFilters *f) {
    return (f->filterCount + PAIR - 1) / PAIR * PAIR * FREQUENCIES * f->channelCount;
}

ptrdiff_t cnns_winograd_inputs_count(const CnnsFilters *f, ptrdiff_t tileCount) { return FREQUENCIES * input_pitch(f, tileCount); }

ptrdiff_t cnns_winograd_scratch_count(ptrdiff_t tileCount) { return FREQUENCIES * product_pitch(tileCount); }

/* One column of three numbers, for each filter of a pair: G (a, b, c). */
static inline __attribute__((always_inline)) void transform_column(const float (*column)[PAIR], ptrdiff_t pitch, float (*result)[PAIR],
                                                                   ptrdiff_t resultPitch) {
    for (int o = 0; o < PAIR; o++) {
        const float a = column[0][o], b = column[pitch][o], c = column[2 * pitch][o];
        const float even = (a + c) * (1.0f / 6), odd = b * (1.0f / 6);
        const float far = a * (1.0f / 24) + c * (1.0f / 6), step = b * (1.0f / 12);
        result[0][o] = a * 0.25f;
        result[resultPitch][o] = -even - odd;
        result[2 * resultPitch][o] = odd - even;
        result[3 * resultPitch][o] = far + step;
        result[4 * resultPitch][o] = far - step;
        result[5 * resultPitch][o] = c;
    }
}

CNNS_VARIANTS
void cnns_winograd_pack_filters(const float *weights, const CnnsFilters *f, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed) {
    float taps[9][PAIR], half[REACH * 3][PAIR], whole[FREQUENCIES][PAIR];
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const ptrdiff_t filters = cnns_min(PAIR, f->filterCount - pair * PAIR);
        memset(taps, 0, sizeof taps);
        for (ptrdiff_t channel = 0; channel < f->channelCount; channel++) {
            const float *source = weights + (pair * PAIR * f->channelCount + channel) * 9;
            for (ptrdiff_t o = 0; o < filters; o++) {
                for (int tap = 0; tap < 9; tap++) taps[tap][o] = source[o * f->channelCount * 9 + tap];
            }
            for (int x = 0; x < 3; x++) transform_column(taps + x, 3, half + x, 3);
            for (int y = 0; y < REACH; y++) transform_column(half + 3 * y, 1, whole + REACH * y, 1);
            for (int k = 0; k < FREQUENCIES; k++) {
                memcpy(packed + ((pair * FREQUENCIES + k) * f->channelCount + channel) * PAIR, whole[k], sizeof whole[k]);
            }
        }
    }
}
