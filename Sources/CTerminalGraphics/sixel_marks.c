#include "sixel_band.h"

#include <string.h>

// What a column's colors are is as good as random in a picture of fine detail, so nothing here branches on it: sixteen columns at a
// time, each pixel is compared with those below it; then every pixel is written down, and the list grows by those that are a color's
// first in their column.

enum { LANES = 16 };
typedef uint8_t lanes __attribute__((vector_size(LANES)));

static inline lanes load(const uint8_t *pixels, int count) {
    lanes result = {0};
    memcpy(&result, pixels, (size_t)count);
    return result;
}

// The bits that each pixel's color paints in its column from its row down, and whether no pixel above has the color.
static inline void compare(const lanes rows[SIXEL_ROWS], lanes bits[SIXEL_ROWS], lanes is_first[SIXEL_ROWS]) {
    for (int row = 0; row < SIXEL_ROWS; row++) {
        bits[row] = (lanes){0} + (uint8_t)(1 << row);
        is_first[row] = (lanes){0} + 1;
    }
    for (int row = 0; row < SIXEL_ROWS; row++) {
        for (int below = row + 1; below < SIXEL_ROWS; below++) {
            lanes is_equal = (lanes)(rows[row] == rows[below]);
            bits[row] |= is_equal & (uint8_t)(1 << below);
            is_first[below] &= ~is_equal;
        }
    }
}

void cterminalgraphics_find_marks(sixel_band *band, const uint8_t *pixels) {
    sixel_mark *marks = band->marks;
    int32_t mark_count = 0, width = band->width;
    for (int32_t column = 0; column < width; column += LANES) {
        int count = width - column < LANES ? width - column : LANES;
        lanes rows[SIXEL_ROWS], bits[SIXEL_ROWS], is_first[SIXEL_ROWS];
        for (int row = 0; row < SIXEL_ROWS; row++) {
            const uint8_t *start = pixels + (size_t)row * (size_t)width + column;
            rows[row] = count == LANES ? load(start, LANES) : load(start, count);
        }
        compare(rows, bits, is_first);
        for (int lane = 0; lane < count; lane++) {
            for (int row = 0; row < SIXEL_ROWS; row++) {
                marks[mark_count] = (sixel_mark){.column = column + lane, .next = -1, .color = rows[row][lane], .bits = bits[row][lane]};
                mark_count += is_first[row][lane];
            }
        }
    }
    band->mark_count = mark_count;
}
