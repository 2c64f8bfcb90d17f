// The nearest of a palette's colors.
#pragma once

#include <stdint.h>

enum { NEAREST_LANES = 8 };

typedef float nearest_floats __attribute__((vector_size(NEAREST_LANES * 4)));
typedef int32_t nearest_numbers __attribute__((vector_size(NEAREST_LANES * 4)));

// A palette by channel, filled up with a color that is far from all.
typedef struct {
    nearest_floats red[256 / NEAREST_LANES], green[256 / NEAREST_LANES], blue[256 / NEAREST_LANES];
    int vector_count;
} nearest_palette;

static inline void nearest_set(nearest_palette *palette, int at, float red, float green, float blue) {
    palette->red[at / NEAREST_LANES][at % NEAREST_LANES] = red;
    palette->green[at / NEAREST_LANES][at % NEAREST_LANES] = green;
    palette->blue[at / NEAREST_LANES][at % NEAREST_LANES] = blue;
}

static inline void nearest_begin(nearest_palette *palette, int color_count) {
    palette->vector_count = (color_count + NEAREST_LANES - 1) / NEAREST_LANES;
    for (int at = 0; at < palette->vector_count * NEAREST_LANES; at++) nearest_set(palette, at, 1e4f, 1e4f, 1e4f);
}

static inline int nearest_find(const nearest_palette *palette, float red, float green, float blue) {
    nearest_floats shortest = (nearest_floats){0} + 1e30f;
    nearest_numbers nearest = {0}, lanes = {0, 1, 2, 3, 4, 5, 6, 7};
    for (int at = 0; at < palette->vector_count; at++) {
        nearest_floats r = palette->red[at] - red, g = palette->green[at] - green, b = palette->blue[at] - blue;
        nearest_floats distance = r * r + g * g + b * b;
        nearest_numbers is_nearer = distance < shortest;
        shortest = (nearest_floats)(((nearest_numbers)distance & is_nearer) | ((nearest_numbers)shortest & ~is_nearer));
        nearest = (lanes & is_nearer) | (nearest & ~is_nearer);
        lanes += NEAREST_LANES;
    }
    int best = 0;
    for (int lane = 1; lane < NEAREST_LANES; lane++) {
        if (shortest[lane] < shortest[best]) best = lane;
    }
    return nearest[best];
}
