#include "pooling.h"

#include <math.h>

#include "span.h"
#include "variants.h"

static inline void fill(float *values, ptrdiff_t count, float value) {
    for (ptrdiff_t i = 0; i < count; i++) values[i] = value;
}

CNNS_VARIANTS
void cnns_max_pool(const float *input, ptrdiff_t planeCount, const CnnsWindow *window, float *output) {
    const CnnsWindow w = *window;
    for (ptrdiff_t plane = 0; plane < planeCount; plane++, input += w.inputHeight * w.inputWidth) {
        for (ptrdiff_t row = 0; row < w.outputHeight; row++, output += w.outputWidth) {
            fill(output, w.outputWidth, -INFINITY);
            for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
                ptrdiff_t y = row * w.strideHeight + ky * w.dilationHeight - w.padTop;
                if (y < 0 || y >= w.inputHeight) continue;
                for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                    ptrdiff_t offset = kx * w.dilationWidth - w.padLeft;
                    CnnsSpan span = cnns_span_inside(offset, w.strideWidth, w.inputWidth, w.outputWidth);
                    const float *line = input + y * w.inputWidth + offset;
                    for (ptrdiff_t x = span.start; x < span.end; x++) {
                        float value = line[x * w.strideWidth];
                        /* A value that is not a number wins, as it does in the reference. */
                        output[x] = value > output[x] || value != value ? value : output[x];
                    }
                }
            }
        }
    }
}

/* How many of the kernel's taps, from first by dilation, fall inside low ..< high. */
static inline ptrdiff_t taps_inside(ptrdiff_t first, ptrdiff_t dilation, ptrdiff_t count, ptrdiff_t low, ptrdiff_t high) {
    ptrdiff_t inside = 0;
    for (ptrdiff_t tap = 0; tap < count; tap++) {
        ptrdiff_t place = first + tap * dilation;
        inside += place >= low && place < high;
    }
    return inside;
}

CNNS_VARIANTS
void cnns_average_pool(const float *input, ptrdiff_t planeCount, const CnnsWindow *window, int countsPadding,
                       ptrdiff_t padBottom, ptrdiff_t padRight, float *output) {
    const CnnsWindow w = *window;
    const ptrdiff_t top = countsPadding ? -w.padTop : 0, left = countsPadding ? -w.padLeft : 0;
    const ptrdiff_t bottom = w.inputHeight + (countsPadding ? padBottom : 0);
    const ptrdiff_t right = w.inputWidth + (countsPadding ? padRight : 0);
    for (ptrdiff_t plane = 0; plane < planeCount; plane++, input += w.inputHeight * w.inputWidth) {
        for (ptrdiff_t row = 0; row < w.outputHeight; row++, output += w.outputWidth) {
            const ptrdiff_t firstRow = row * w.strideHeight - w.padTop;
            fill(output, w.outputWidth, 0);
            for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
                ptrdiff_t y = firstRow + ky * w.dilationHeight;
                if (y < 0 || y >= w.inputHeight) continue;
                for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                    ptrdiff_t offset = kx * w.dilationWidth - w.padLeft;
                    CnnsSpan span = cnns_span_inside(offset, w.strideWidth, w.inputWidth, w.outputWidth);
                    const float *line = input + y * w.inputWidth + offset;
                    for (ptrdiff_t x = span.start; x < span.end; x++) output[x] += line[x * w.strideWidth];
                }
            }
            const ptrdiff_t rows = taps_inside(firstRow, w.dilationHeight, w.kernelHeight, top, bottom);
            for (ptrdiff_t x = 0; x < w.outputWidth; x++) {
                ptrdiff_t columns = taps_inside(x * w.strideWidth - w.padLeft, w.dilationWidth, w.kernelWidth, left, right);
                ptrdiff_t count = rows * columns;
                output[x] = count > 0 ? output[x] / (float)count : 0;
            }
        }
    }
}

CNNS_VARIANTS
float cnns_sum(const float *values, ptrdiff_t count) {
    enum { lanes = 16 };
    float partial[lanes] = {0};
    ptrdiff_t i = 0;
    for (; i + lanes <= count; i += lanes)
        for (int lane = 0; lane < lanes; lane++) partial[lane] += values[i + lane];
    float sum = 0;
    for (int lane = 0; lane < lanes; lane++) sum += partial[lane];
    for (; i < count; i++) sum += values[i];
    return sum;
}

float cnns_maximum(const float *values, ptrdiff_t count) {
    float greatest = -INFINITY;
    for (ptrdiff_t i = 0; i < count; i++) {
        if (values[i] > greatest || values[i] != values[i]) greatest = values[i];
    }
    return greatest;
}
