#include "CTerminalGraphics.h"

#include <string.h>

enum { SLOT_BITS = 12, SLOTS = 1 << SLOT_BITS };

static inline uint32_t packed(const uint8_t *pixel) {
    return (uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2];
}

int cterminalgraphics_index_colors(const uint8_t *samples, size_t pixel_count, int limit, uint8_t *indices, uint32_t *palette) {
    // Open addressing with linear probing; no color is all ones. Nearly all colors are found where they are looked for first, so that the
    // processor guesses right and need not wait for one pixel before the next.
    uint32_t keys[SLOTS];
    uint8_t values[SLOTS];
    memset(keys, 0xFF, sizeof keys);
    int count = 0;
    for (size_t at = 0; at < pixel_count; at++) {
        uint32_t color = packed(samples + at * 3);
        uint32_t slot = (color * 0x9E3779B1u) >> (32 - SLOT_BITS);
        while (keys[slot] != color) {
            if (keys[slot] == UINT32_MAX) {
                if (count >= limit) return 0;
                keys[slot] = color;
                values[slot] = (uint8_t)count;
                palette[count++] = color;
                break;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        indices[at] = values[slot];
    }
    return count;
}

void cterminalgraphics_count_colors(const uint8_t *samples, int height, int width, int step, cterminalgraphics_cell *cells) {
    for (int row = 0; row < height; row++) {
        const uint8_t *line = samples + (size_t)row * width * 3;
        for (int column = (row * 2) % step; column < width; column += step) {
            const uint8_t *pixel = line + column * 3;
            int red = pixel[0], green = pixel[1], blue = pixel[2];
            cterminalgraphics_cell *cell = cells + ((red >> 3) << 10 | (green >> 3) << 5 | blue >> 3);
            cell->count += 1;
            cell->red += red;
            cell->green += green;
            cell->blue += blue;
            cell->squares += red * red + green * green + blue * blue;
        }
    }
}
