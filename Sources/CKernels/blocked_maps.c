#include "blocked_maps.h"

#include <string.h>

#include "span.h"
#include "wide.h"

static void copy_places(float *target, const float *row, ptrdiff_t first, ptrdiff_t end, ptrdiff_t width) {
    const ptrdiff_t start = cnns_min(cnns_max(first, 0), end), stop = cnns_max(cnns_min(end, width), start);
    /* Mostly it is a place or two: copies of a known size need no call. */
    for (ptrdiff_t x = first; x < start; x++, target += CNNS_BLOCK) memset(target, 0, CNNS_BLOCK * sizeof(float));
    for (ptrdiff_t x = start; x < stop; x++, target += CNNS_BLOCK) memcpy(target, row + x * CNNS_BLOCK, CNNS_BLOCK * sizeof(float));
    for (ptrdiff_t x = stop; x < end; x++, target += CNNS_BLOCK) memset(target, 0, CNNS_BLOCK * sizeof(float));
}

void cnns_copy_maps(const CnnsMapView *from, const CnnsMapView *to, ptrdiff_t blockCount, ptrdiff_t height, ptrdiff_t width) {
    for (ptrdiff_t block = 0; block < blockCount; block++) {
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *source = from->values + block * from->blockPitch + y * from->rowPitch;
            float *target = to->values + block * to->blockPitch + y * to->rowPitch;
            for (ptrdiff_t x = 0; x < width * CNNS_BLOCK; x += CNNS_BLOCK) memcpy(target + x, source + x, CNNS_BLOCK * sizeof(float));
        }
    }
}

void cnns_fill_margin(const CnnsMapView *maps, const CnnsRectangle *all, const CnnsRectangle *done, const CnnsMapView *map,
                      ptrdiff_t mapHeight, ptrdiff_t mapWidth, ptrdiff_t blockCount) {
    for (ptrdiff_t block = 0; block < blockCount; block++) {
        for (ptrdiff_t y = all->firstRow; y < all->endRow; y++) {
            float *target = maps->values + block * maps->blockPitch + (y - all->firstRow) * maps->rowPitch;
            const int isOnMap = y >= 0 && y < mapHeight;
            const float *row = map->values + (isOnMap ? block * map->blockPitch + y * map->rowPitch : 0);
            const ptrdiff_t width = isOnMap ? mapWidth : 0;
            if (y < done->firstRow || y >= done->endRow) {
                copy_places(target, row, all->firstColumn, all->endColumn, width);
            } else {
                copy_places(target, row, all->firstColumn, done->firstColumn, width);
                copy_places(target + (done->endColumn - all->firstColumn) * CNNS_BLOCK, row, done->endColumn, all->endColumn, width);
            }
        }
    }
}

#if defined(CNNS_WIDE)

int cnns_has_blocked_maps(void) { return __builtin_cpu_supports("avx512f") != 0; }

/* Turns 16 vectors of 16 numbers about: number j of vector i becomes number i of vector j. Pairs of vectors exchange every other
   number, then every other two, four and eight. */
WIDE_INLINE void transpose(__m512 v[16]) {
    __m512 w[16];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 2) {
        w[i] = _mm512_unpacklo_ps(v[i], v[i + 1]);
        w[i + 1] = _mm512_unpackhi_ps(v[i], v[i + 1]);
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i += 4) {
        v[i] = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(w[i]), _mm512_castps_pd(w[i + 2])));
        v[i + 1] = _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(w[i]), _mm512_castps_pd(w[i + 2])));
        v[i + 2] = _mm512_castpd_ps(_mm512_unpacklo_pd(_mm512_castps_pd(w[i + 1]), _mm512_castps_pd(w[i + 3])));
        v[i + 3] = _mm512_castpd_ps(_mm512_unpackhi_pd(_mm512_castps_pd(w[i + 1]), _mm512_castps_pd(w[i + 3])));
    }
#pragma clang loop unroll(full)
    for (int half = 0; half < 16; half += 8) {
#pragma clang loop unroll(full)
        for (int i = half; i < half + 4; i++) {
            w[i] = _mm512_shuffle_f32x4(v[i], v[i + 4], 0x88);
            w[i + 4] = _mm512_shuffle_f32x4(v[i], v[i + 4], 0xdd);
        }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) {
        v[i] = _mm512_shuffle_f32x4(w[i], w[i + 8], 0x88);
        v[i + 8] = _mm512_shuffle_f32x4(w[i], w[i + 8], 0xdd);
    }
}

WIDE_INLINE __mmask16 lanes(ptrdiff_t count) { return (__mmask16)(count >= 16 ? 0xffff : (1u << count) - 1); }

WIDE void cnns_block_maps(const CnnsMapView *plain, const CnnsMapView *blocked, ptrdiff_t channelCount, ptrdiff_t height,
                          ptrdiff_t width) {
    for (ptrdiff_t first = 0; first < channelCount; first += CNNS_BLOCK) {
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *source = plain->values + first * plain->blockPitch + y * plain->rowPitch;
            float *target = blocked->values + first / CNNS_BLOCK * blocked->blockPitch + y * blocked->rowPitch;
            for (ptrdiff_t x = 0; x < width; x += 16) {
                __m512 numbers[16];
                for (int c = 0; c < 16; c++) {
                    numbers[c] = first + c < channelCount ? _mm512_maskz_loadu_ps(lanes(width - x), source + c * plain->blockPitch + x)
                                                          : _mm512_setzero_ps();
                }
                transpose(numbers);
                for (ptrdiff_t p = 0; p < cnns_min(16, width - x); p++) _mm512_storeu_ps(target + (x + p) * CNNS_BLOCK, numbers[p]);
            }
        }
    }
}

WIDE void cnns_unblock_maps(const CnnsMapView *blocked, const CnnsMapView *plain, ptrdiff_t channelCount, ptrdiff_t height,
                            ptrdiff_t width) {
    for (ptrdiff_t first = 0; first < channelCount; first += CNNS_BLOCK) {
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *source = blocked->values + first / CNNS_BLOCK * blocked->blockPitch + y * blocked->rowPitch;
            float *target = plain->values + first * plain->blockPitch + y * plain->rowPitch;
            for (ptrdiff_t x = 0; x < width; x += 16) {
                __m512 numbers[16];
                for (ptrdiff_t p = 0; p < 16; p++) {
                    numbers[p] = x + p < width ? _mm512_loadu_ps(source + (x + p) * CNNS_BLOCK) : _mm512_setzero_ps();
                }
                transpose(numbers);
                for (ptrdiff_t c = 0; c < cnns_min(16, channelCount - first); c++) {
                    _mm512_mask_storeu_ps(target + c * plain->blockPitch + x, lanes(width - x), numbers[c]);
                }
            }
        }
    }
}

#else

int cnns_has_blocked_maps(void) { return 0; }
void cnns_block_maps(const CnnsMapView *plain, const CnnsMapView *blocked, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width) {}
void cnns_unblock_maps(const CnnsMapView *blocked, const CnnsMapView *plain, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width) {
}

#endif
