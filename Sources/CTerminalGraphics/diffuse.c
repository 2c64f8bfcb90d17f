#include "CTerminalGraphics.h"
#include "nearest.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { UNKNOWN = 0xFFFF, ENTRIES = 1 << 18, WARM_UP_ROWS = 6 };

struct cterminalgraphics_matcher {
    nearest_palette colors;
    int16_t samples[256][4];
    // By (red / 4, green / 4, blue / 4). Whichever thread fills an entry first, it gets the same number.
    _Atomic uint16_t table[ENTRIES];
};

cterminalgraphics_matcher *cterminalgraphics_matcher_make(const uint32_t *palette, int color_count) {
    cterminalgraphics_matcher *matcher = aligned_alloc(64, (sizeof *matcher + 63) / 64 * 64);
    if (!matcher) return NULL;
    memset((void *)matcher->table, 0xFF, sizeof matcher->table);
    nearest_begin(&matcher->colors, color_count);
    for (int at = 0; at < color_count; at++) {
        int16_t *sample = matcher->samples[at];
        for (int channel = 0; channel < 3; channel++) sample[channel] = palette[at] >> (16 - 8 * channel) & 0xFF;
        nearest_set(&matcher->colors, at, sample[0], sample[1], sample[2]);
    }
    return matcher;
}

void cterminalgraphics_matcher_release(cterminalgraphics_matcher *matcher) { free(matcher); }

static __attribute__((noinline)) int search(cterminalgraphics_matcher *matcher, int entry) {
    int found = nearest_find(
        &matcher->colors, (entry >> 12 & 63) * 4 + 1.5f, (entry >> 6 & 63) * 4 + 1.5f, (entry & 63) * 4 + 1.5f);
    atomic_store_explicit(&matcher->table[entry], (uint16_t)found, memory_order_relaxed);
    return found;
}

// Red, green, blue and nothing of a pixel in each of two rows: one's arithmetic fills the time in which the other waits for its table.
typedef int16_t pair __attribute__((vector_size(16)));
typedef uint8_t bytes __attribute__((vector_size(8)));

// Two rows that are drawn at once, and the errors between rows, in 64ths; a pair of room on either side.
typedef struct {
    const uint8_t *pixels[2];
    uint8_t *indices[2];
    pair *here, *below;
} walk;

// Three quarters of the usual 7, 3, 5 and 1 sixteenths.
enum { AHEAD = 21, BEHIND = 9, UNDER = 15, BEYOND = 3 };

static inline __attribute__((always_inline)) uint8_t match(cterminalgraphics_matcher *matcher, uint32_t color) {
    uint32_t entry = (color & 0xFC) << 10 | (color >> 4 & 0xFC0) | (color >> 18 & 0x3F);
    int found = atomic_load_explicit(&matcher->table[entry], memory_order_relaxed);
    if (__builtin_expect(found == UNKNOWN, 0)) found = search(matcher, (int)entry);
    return (uint8_t)found;
}

static inline __attribute__((always_inline)) void draw_rows(cterminalgraphics_matcher *matcher, const walk *walk, int width, int step) {
    const pair low = {0}, high = low + 255;
    pair carried = {0}, behind = {0}, under = {0};
    int column = step > 0 ? 0 : width - 1;
    for (int count = 0; count < width; count++, column += step) {
        const uint8_t *one = walk->pixels[0] + column * 3, *other = walk->pixels[1] + column * 3;
        pair color = {one[0], one[1], one[2], 0, other[0], other[1], other[2], 0};
        color += (carried + walk->here[column + 1] + 32) >> 6;
        color = __builtin_elementwise_min(__builtin_elementwise_max(color, low), high);
        bytes narrow = __builtin_convertvector(color, bytes);
        uint64_t both;
        memcpy(&both, &narrow, sizeof both);
        uint8_t first = match(matcher, (uint32_t)both), second = match(matcher, (uint32_t)(both >> 32));
        walk->indices[0][column] = first;
        walk->indices[1][column] = second;
        pair shown;
        memcpy(&shown, matcher->samples[first], 8);
        memcpy((char *)&shown + 8, matcher->samples[second], 8);
        pair error = color - shown;
        carried = error * AHEAD;
        walk->below[column + 1 - step] = behind + error * BEHIND;
        behind = under + error * UNDER;
        under = error * BEYOND;
    }
    walk->below[column + 1 - step] = behind;
}

// The two halves of the rows in lockstep. Each begins some rows above, or with the first rows mirrored, so that the errors are those
// of the half before.
int cterminalgraphics_diffuse(
    cterminalgraphics_matcher *matcher, const uint8_t *samples, int width, int first_row, int row_count, uint8_t *indices) {
    size_t line = (size_t)width + 2;
    pair *errors = aligned_alloc(sizeof(pair), line * 2 * sizeof(pair));
    uint8_t *unkept = malloc((size_t)width * 2);
    if (!errors || !unkept) {
        free(errors);
        free(unkept);
        return 0;
    }
    memset(errors, 0, line * 2 * sizeof(pair));
    walk walk = {.here = errors, .below = errors + line};
    int last_row = first_row + row_count - 1;
    // An even number: both run in the same direction.
    int half = row_count / 4 * 2;
    int starts[2] = {first_row, first_row + half}, ends[2] = {first_row + half, first_row + row_count};
    for (int step = -WARM_UP_ROWS; step < row_count - half; step++) {
        for (int part = 0; part < 2; part++) {
            int row = starts[part] + step;
            int source = row < 0 ? -row : row;
            walk.pixels[part] = samples + (size_t)(source < last_row ? source : last_row) * (size_t)width * 3;
            int is_kept = step >= 0 && row < ends[part];
            walk.indices[part] = is_kept ? indices + (size_t)(row - first_row) * (size_t)width : unkept + part * width;
        }
        if ((starts[0] + step) % 2 == 0) {
            draw_rows(matcher, &walk, width, 1);
        } else {
            draw_rows(matcher, &walk, width, -1);
        }
        pair *finished = walk.here;
        walk.here = walk.below;
        walk.below = finished;
    }
    free(errors);
    free(unkept);
    return 1;
}

void cterminalgraphics_match(cterminalgraphics_matcher *matcher, const uint8_t *samples, size_t pixel_count, uint8_t *indices) {
    for (size_t at = 0; at < pixel_count; at++, samples += 3) {
        indices[at] = match(matcher, (uint32_t)samples[0] | (uint32_t)samples[1] << 8 | (uint32_t)samples[2] << 16);
    }
}
