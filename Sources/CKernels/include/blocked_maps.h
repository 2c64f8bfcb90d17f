#ifndef CNNS_BLOCKED_MAPS_H
#define CNNS_BLOCKED_MAPS_H

#include <stddef.h>

/* Channels of a block: the numbers of one vector. */
enum { CNNS_BLOCK = 16 };

/* A rectangle of maps: where its first number stands, and how many numbers its rows and its blocks of channels are apart.
   Blocked maps are [blocks][rows][columns][CNNS_BLOCK]; in plain ones, [channels][rows][columns], a block is one channel. */
typedef struct {
    float *values;
    ptrdiff_t rowPitch, blockPitch;
} CnnsMapView;

/* Rows and columns first ..< end. */
typedef struct {
    ptrdiff_t firstRow, endRow, firstColumn, endColumn;
} CnnsRectangle;

/* Copies `height` by `width` places of channelCount channels between plain and blocked maps. Lanes of the last block that stand for
   no channel become zero. */
void cnns_block_maps(const CnnsMapView *plain, const CnnsMapView *blocked, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width);
void cnns_unblock_maps(const CnnsMapView *blocked, const CnnsMapView *plain, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width);

/* Copies `height` by `width` places of blockCount blocks from blocked maps into others. */
void cnns_copy_maps(const CnnsMapView *from, const CnnsMapView *to, ptrdiff_t blockCount, ptrdiff_t height, ptrdiff_t width);

/* Fills what blocked maps over the rectangle `all` hold outside of the rectangle `done`: with the numbers of `map`, which covers
   0 ..< mapHeight by 0 ..< mapWidth, and with zeros beyond it. */
void cnns_fill_margin(const CnnsMapView *maps, const CnnsRectangle *all, const CnnsRectangle *done, const CnnsMapView *map,
                      ptrdiff_t mapHeight, ptrdiff_t mapWidth, ptrdiff_t blockCount);

#endif
