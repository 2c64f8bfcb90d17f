#include "patching.h"

#include <string.h>

#include "span.h"
#include "variants.h"

/* Copies the part of a row that both the row's interval and first ..< first + count have. */
static inline void copy_overlap(float *restrict row, ptrdiff_t rowFirst, ptrdiff_t rowCount, const float *source, ptrdiff_t first,
                                ptrdiff_t count) {
    const ptrdiff_t start = cnns_max(rowFirst, first), end = cnns_min(rowFirst + rowCount, first + count);
    for (ptrdiff_t x = start; x < end; x++) row[x - rowFirst] = source[x - first];
}

CNNS_VARIANTS
void cnns_crop(const float *map, const float *patch, ptrdiff_t planeCount, const CnnsCrop *crop, float padding, float *result) {
    const CnnsCrop c = *crop;
    for (ptrdiff_t plane = 0; plane < planeCount; plane++, map += c.height * c.width) {
        for (ptrdiff_t y = c.firstRow; y < c.firstRow + c.rowCount; y++, result += c.columnCount) {
            const int isInside = y >= 0 && y < c.height;
            if (!isInside || c.firstColumn < 0 || c.firstColumn + c.columnCount > c.width) {
                for (ptrdiff_t x = 0; x < c.columnCount; x++) result[x] = padding;
            }
            if (isInside) copy_overlap(result, c.firstColumn, c.columnCount, map + y * c.width, 0, c.width);
            const ptrdiff_t row = y - c.patchFirstRow;
            if (row >= 0 && row < c.patchRowCount) {
                copy_overlap(result, c.firstColumn, c.columnCount, patch + row * c.patchColumnCount, c.patchFirstColumn,
                             c.patchColumnCount);
            }
        }
        if (patch) patch += c.patchRowCount * c.patchColumnCount;
    }
}
