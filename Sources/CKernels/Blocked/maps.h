/* Plain maps into blocked ones, and back. */

#include "../include/blocked_maps.h"
#include "vector.h"

/* The numbers of two vectors by turns: those of the first halves, and those of the second. */
#if LANES == 16
#define FIRST_BY_TURNS(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define SECOND_BY_TURNS(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#elif LANES == 8
#define FIRST_BY_TURNS(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define SECOND_BY_TURNS(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
#else
#define FIRST_BY_TURNS(a, b) __builtin_shufflevector(a, b, 0, 4, 1, 5)
#define SECOND_BY_TURNS(a, b) __builtin_shufflevector(a, b, 2, 6, 3, 7)
#endif

/* Turns LANES vectors of LANES numbers about: number j of vector i becomes number i of vector j. Taken as one row of numbers, every round
   moves the index's highest digit to the lowest place, and the others up; after as many rounds as a half of the index has digits, the halves
   have changed places. */
VECTOR_INLINE void transpose(Vector v[LANES]) {
#pragma clang loop unroll(full)
    for (int round = 1; round < LANES; round *= 2) {
        Vector turned[LANES];
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES / 2; i++) {
            turned[2 * i] = FIRST_BY_TURNS(v[i], v[i + LANES / 2]);
            turned[2 * i + 1] = SECOND_BY_TURNS(v[i], v[i + LANES / 2]);
        }
#pragma clang loop unroll(full)
        for (int i = 0; i < LANES; i++) v[i] = turned[i];
    }
}

/* Maps whose rows follow one another without a gap, both as plain and as blocked ones, have one long row. */
static void join_rows(const CnnsMapView *plain, const CnnsMapView *blocked, ptrdiff_t *height, ptrdiff_t *width) {
    if (plain->rowPitch == *width && blocked->rowPitch == *width * CNNS_BLOCK) *width *= *height, *height = 1;
}

/* See cnns_block_maps. */
static void block_maps(const CnnsMapView *plain, const CnnsMapView *blocked, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width) {
    join_rows(plain, blocked, &height, &width);
    for (ptrdiff_t first = 0; first < (channelCount + CNNS_BLOCK - 1) / CNNS_BLOCK * CNNS_BLOCK; first += LANES) {
        const ptrdiff_t channels = cnns_min(LANES, channelCount - first);
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *source = plain->values + first * plain->blockPitch + y * plain->rowPitch;
            float *target = blocked->values + first / CNNS_BLOCK * blocked->blockPitch + y * blocked->rowPitch + first % CNNS_BLOCK;
            for (ptrdiff_t x = 0; x < width; x += LANES) {
                Vector numbers[LANES];
                for (ptrdiff_t c = 0; c < LANES; c++) {
                    numbers[c] = c < channels ? load_some(source + c * plain->blockPitch + x, width - x) : all(0);
                }
                transpose(numbers);
                for (ptrdiff_t p = 0; p < cnns_min(LANES, width - x); p++) store(target + (x + p) * CNNS_BLOCK, numbers[p]);
            }
        }
    }
}

/* See cnns_unblock_maps. */
static void unblock_maps(const CnnsMapView *blocked, const CnnsMapView *plain, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width) {
    join_rows(plain, blocked, &height, &width);
    for (ptrdiff_t first = 0; first < channelCount; first += LANES) {
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *source = blocked->values + first / CNNS_BLOCK * blocked->blockPitch + y * blocked->rowPitch + first % CNNS_BLOCK;
            float *target = plain->values + first * plain->blockPitch + y * plain->rowPitch;
            for (ptrdiff_t x = 0; x < width; x += LANES) {
                Vector numbers[LANES];
                for (ptrdiff_t p = 0; p < LANES; p++) numbers[p] = x + p < width ? load(source + (x + p) * CNNS_BLOCK) : all(0);
                transpose(numbers);
                for (ptrdiff_t c = 0; c < cnns_min(LANES, channelCount - first); c++) {
                    store_some(target + c * plain->blockPitch + x, width - x, numbers[c]);
                }
            }
        }
    }
}
