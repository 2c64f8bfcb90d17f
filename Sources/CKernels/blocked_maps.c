#include "blocked_maps.h"

#include <string.h>

#include "span.h"

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
