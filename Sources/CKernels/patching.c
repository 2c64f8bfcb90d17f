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
static void crop_rows(const float *map, const float *patch, ptrdiff_t planeCount, const CnnsCrop *crop, float padding, float *result) {
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

#if defined(__x86_64__)
#include <immintrin.h>

/* Lanes first + lane that fall into low ..< high. */
static inline unsigned lanes_inside(ptrdiff_t first, ptrdiff_t low, ptrdiff_t high) {
    const ptrdiff_t start = cnns_min(cnns_max(low - first, 0), 16), end = cnns_min(cnns_max(high - first, start), 16);
    return (1u << end) - (1u << start);
}

/* The same for rows that are short: no copy is called, a row is a vector or a few. */
__attribute__((target("avx512f"))) static void crop_vectors(const float *map, const float *patch, ptrdiff_t planeCount,
                                                            const CnnsCrop *crop, float padding, float *result) {
    const CnnsCrop c = *crop;
    for (ptrdiff_t x = 0; x < c.columnCount; x += 16) {
        const ptrdiff_t column = c.firstColumn + x, patchEnd = c.patchFirstColumn + c.patchColumnCount;
        const __mmask16 inPatch = (__mmask16)(patch ? lanes_inside(column, c.patchFirstColumn, patchEnd) : 0);
        const __mmask16 inMap = (__mmask16)lanes_inside(column, 0, c.width), all = (__mmask16)lanes_inside(x, 0, c.columnCount);
        for (ptrdiff_t plane = 0; plane < planeCount; plane++) {
            const float *rows = map + plane * c.height * c.width + column;
            const float *patchRows = patch ? patch + plane * c.patchRowCount * c.patchColumnCount + column - c.patchFirstColumn : map;
            float *target = result + plane * c.rowCount * c.columnCount + x;
            for (ptrdiff_t y = c.firstRow; y < c.firstRow + c.rowCount; y++, target += c.columnCount) {
                const ptrdiff_t row = y - c.patchFirstRow;
                const __mmask16 fromPatch = row >= 0 && row < c.patchRowCount ? inPatch : 0;
                const __mmask16 fromMap = y >= 0 && y < c.height ? inMap & ~fromPatch & all : 0;
                __m512 values = _mm512_mask_loadu_ps(_mm512_set1_ps(padding), fromMap, rows + y * c.width);
                values = _mm512_mask_loadu_ps(values, fromPatch & all, patchRows + row * c.patchColumnCount);
                _mm512_mask_storeu_ps(target, all, values);
            }
        }
    }
}

void cnns_crop(const float *map, const float *patch, ptrdiff_t planeCount, const CnnsCrop *crop, float padding, float *result) {
    if (__builtin_cpu_supports("avx512f") && crop->columnCount <= 64) {
        crop_vectors(map, patch, planeCount, crop, padding, result);
    } else {
        crop_rows(map, patch, planeCount, crop, padding, result);
    }
}

#else

void cnns_crop(const float *map, const float *patch, ptrdiff_t planeCount, const CnnsCrop *crop, float padding, float *result) {
    crop_rows(map, patch, planeCount, crop, padding, result);
}

#endif
