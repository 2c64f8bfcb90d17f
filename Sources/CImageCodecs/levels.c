#include "CImageCodecs.h"

#include <float.h>
#include <math.h>

#include "variants.h"

VARIANTS
void cimagecodecs_levels(
    const float *numbers, size_t count, double low, double factor, uint8_t top, uint8_t signal, uint8_t *levels) {
    for (size_t i = 0; i < count; i++) {
        int is_finite = fabsf(numbers[i]) <= FLT_MAX;
        double position = is_finite ? ((double)numbers[i] - low) * factor : 0;
        position = position > 0 ? position : 0;
        position = position < top ? position : top;
        int32_t level = (int32_t)position;
        level += position - level >= 0.5;
        levels[i] = is_finite ? (uint8_t)level : signal;
    }
}

void cimagecodecs_colors(const uint8_t *indices, size_t count, const uint8_t *palette, uint8_t *samples) {
    for (size_t i = 0; i < count; i++, samples += 3) {
        const uint8_t *color = palette + 3 * indices[i];
        samples[0] = color[0], samples[1] = color[1], samples[2] = color[2];
    }
}
