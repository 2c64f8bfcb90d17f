#include "CTerminalGraphics.h"
#include "nearest.h"

#include <string.h>

static uint32_t sample(double sum, double count) {
    double mean = sum / count + 0.5;
    return mean < 0 ? 0 : mean > 255 ? 255 : (uint32_t)mean;
}

void cterminalgraphics_refine_palette(const cterminalgraphics_cell *cells, uint32_t *palette, int color_count, int rounds) {
    nearest_palette colors;
    nearest_begin(&colors, color_count);
    for (int at = 0; at < color_count; at++) {
        nearest_set(&colors, at, palette[at] >> 16 & 0xFF, palette[at] >> 8 & 0xFF, palette[at] & 0xFF);
    }
    for (int round = 0; round < rounds; round++) {
        double sums[256][4];
        memset(sums, 0, sizeof sums);
        for (int at = 0; at < CTERMINALGRAPHICS_CELLS; at++) {
            const cterminalgraphics_cell *cell = cells + at;
            if (cell->count == 0) continue;
            float share = 1.0f / (float)cell->count;
            double *sum = sums[nearest_find(&colors, cell->red * share, cell->green * share, cell->blue * share)];
            sum[0] += cell->red;
            sum[1] += cell->green;
            sum[2] += cell->blue;
            sum[3] += cell->count;
        }
        for (int at = 0; at < color_count; at++) {
            const double *sum = sums[at];
            if (sum[3] == 0) continue;
            nearest_set(&colors, at, sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]);
            palette[at] = sample(sum[0], sum[3]) << 16 | sample(sum[1], sum[3]) << 8 | sample(sum[2], sum[3]);
        }
    }
}
