#ifndef CNNS_PATCHING_H
#define CNNS_PATCHING_H

#include <stddef.h>

/* A rectangle of a map, which may reach beyond it, and where on the map a patch lies. */
typedef struct {
    ptrdiff_t height, width;
    ptrdiff_t firstRow, rowCount, firstColumn, columnCount;
    ptrdiff_t patchFirstRow, patchRowCount, patchFirstColumn, patchColumnCount;
} CnnsCrop;

/* Writes the rectangle of each of planeCount maps [height][width]: the patch [patchRowCount][patchColumnCount] where it lies,
   the map elsewhere, and padding outside of both. map and patch have planeCount planes each. */
void cnns_crop(const float *map, const float *patch, ptrdiff_t planeCount, const CnnsCrop *crop, float padding, float *result);

#endif
