#include "CImageCodecs.h"

#include <string.h>

enum { fraction_bits = 22, half = 1 << (fraction_bits - 1) };

static inline uint8_t clamped(int32_t sum) {
    int32_t sample = sum >> fraction_bits;
    return (uint8_t)(sample < 0 ? 0 : sample > 255 ? 255 : sample);
}

// One row; inlined with a constant channel_count so that the inner loops unroll.
static inline __attribute__((always_inline)) void resample_row(
    const uint8_t *input, uint8_t *output, int output_width, const cimagecodecs_axis *axis, const int channel_count) {
    for (int x = 0; x < output_width; x++) {
        const int32_t *weights = axis->weights + (size_t)x * (size_t)axis->stride;
        const uint8_t *pixel = input + (size_t)axis->starts[x] * (size_t)channel_count;
        int32_t sums[4] = {half, half, half, half};
        for (int k = 0; k < axis->counts[x]; k++, pixel += channel_count) {
            for (int c = 0; c < channel_count; c++) sums[c] += weights[k] * pixel[c];
        }
        for (int c = 0; c < channel_count; c++) *output++ = clamped(sums[c]);
    }
}

void cimagecodecs_resample_horizontally(
    const uint8_t *input, int input_width, int first_row, int row_count, int channel_count, uint8_t *output, int output_width,
    const cimagecodecs_axis *axis) {
    size_t input_stride = (size_t)input_width * (size_t)channel_count;
    size_t output_stride = (size_t)output_width * (size_t)channel_count;
    for (int row = 0; row < row_count; row++) {
        const uint8_t *source = input + (size_t)(first_row + row) * input_stride;
        uint8_t *target = output + (size_t)row * output_stride;
        if (channel_count == 1) resample_row(source, target, output_width, axis, 1);
        else if (channel_count == 3) resample_row(source, target, output_width, axis, 3);
        else resample_row(source, target, output_width, axis, 4);
    }
}

void cimagecodecs_resample_vertically(
    const uint8_t *input, int first_row, int row_samples, uint8_t *output, int output_height, const cimagecodecs_axis *axis,
    int32_t *sums) {
    for (int y = 0; y < output_height; y++) {
        const int32_t *weights = axis->weights + (size_t)y * (size_t)axis->stride;
        const uint8_t *row = input + (size_t)(axis->starts[y] - first_row) * (size_t)row_samples;
        for (int i = 0; i < row_samples; i++) sums[i] = half;
        for (int k = 0; k < axis->counts[y]; k++, row += row_samples) {
            for (int i = 0; i < row_samples; i++) sums[i] += weights[k] * row[i];
        }
        uint8_t *target = output + (size_t)y * (size_t)row_samples;
        for (int i = 0; i < row_samples; i++) target[i] = clamped(sums[i]);
    }
}
