#include <string.h>

#include "transpose.h"
#include "variants.h"
#include "winograd_tiles.h"

/* Channels whose transforms are gathered before they are stored: neighbors of one frequency, which all lie far apart. */
enum { GATHERED = 4 };

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

/* The taps of up to 16 channels, one channel after the other, for each filter of a pair; zeros for filters that there are not. */
SQUARE_INLINE void gather_taps(const char *rows, ptrdiff_t pitch, ptrdiff_t filters, ptrdiff_t channels, float (*taps)[PAIR]) {
    for (ptrdiff_t v = 0; v < PAIR; v += SQUARE, filters -= SQUARE, rows += SQUARE * pitch * (ptrdiff_t)sizeof(float)) {
        for (ptrdiff_t k = 0; k < 9 * channels; k += SQUARE) {
            const ptrdiff_t count = cnns_min(SQUARE, 9 * channels - k);
            SquareRow square[SQUARE];
            columns_of_square(rows + k * (ptrdiff_t)sizeof(float), pitch, cnns_max(0, cnns_min(SQUARE, filters)), count, square);
            for (ptrdiff_t c = 0; c < count; c++) memcpy(&taps[k + c][v], &square[c], sizeof square[c]);
        }
    }
}

CNNS_VARIANTS
void cnns_winograd_pack_filters(const void *weights, const CnnsFilters *f, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed) {
    float taps[9 * SQUARE][PAIR], half[REACH * 3][PAIR], whole[FREQUENCIES][GATHERED][PAIR];
    const ptrdiff_t depth = 9 * f->channelCount;
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++, packed += FREQUENCIES * f->channelCount * PAIR) {
        const char *rows = (const char *)weights + pair * PAIR * depth * (ptrdiff_t)sizeof(float);
        for (ptrdiff_t channel = 0; channel < f->channelCount; channel += GATHERED) {
            if (channel % SQUARE == 0) {
                gather_taps(rows + 9 * channel * (ptrdiff_t)sizeof(float), depth, f->filterCount - pair * PAIR,
                            cnns_min(SQUARE, f->channelCount - channel), taps);
            }
            const ptrdiff_t count = cnns_min(GATHERED, f->channelCount - channel);
            for (ptrdiff_t c = 0; c < count; c++) {
                const float(*own)[PAIR] = taps + 9 * (channel % SQUARE + c);
                for (int x = 0; x < 3; x++) transform_column(own + x, 3, half + x, 3);
                for (int y = 0; y < REACH; y++) transform_column(half + 3 * y, 1, &whole[REACH * y][c], GATHERED);
            }
            for (ptrdiff_t k = 0; k < FREQUENCIES; k++) {
                memcpy(packed + (k * f->channelCount + channel) * PAIR, whole[k], (size_t)count * sizeof whole[k][0]);
            }
        }
    }
}
