#include <string.h>

#include "gradient.h"
#include "span.h"
#include "variants.h"

/* row[x * stride] += factor * values[x] for count places. */
static inline void add_row(float *restrict row, ptrdiff_t stride, const float *restrict values, ptrdiff_t count, float factor) {
    if (stride == 1) {
        for (ptrdiff_t x = 0; x < count; x++) row[x] += factor * values[x];
    } else if (stride == 2) {
        for (ptrdiff_t x = 0; x < count; x++) row[2 * x] += factor * values[x];
    } else {
        for (ptrdiff_t x = 0; x < count; x++) row[x * stride] += factor * values[x];
    }
}

CNNS_VARIANTS
void cnns_col2im(const float *columns, ptrdiff_t channelCount, const CnnsWindow *window, ptrdiff_t firstRow, ptrdiff_t rowCount,
                 ptrdiff_t firstInputRow, ptrdiff_t endInputRow, float *gradient) {
    const CnnsWindow w = *window;
    for (ptrdiff_t c = 0; c < channelCount; c++, gradient += w.inputHeight * w.inputWidth) {
        for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
            for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++, columns += rowCount * w.outputWidth) {
                const ptrdiff_t offset = kx * w.dilationWidth - w.padLeft;
                const CnnsSpan span = cnns_span_inside(offset, w.strideWidth, w.inputWidth, w.outputWidth);
                for (ptrdiff_t row = 0; row < rowCount; row++) {
                    const ptrdiff_t y = (firstRow + row) * w.strideHeight + ky * w.dilationHeight - w.padTop;
                    if (y < firstInputRow || y >= endInputRow) continue;
                    add_row(gradient + y * w.inputWidth + span.start * w.strideWidth + offset, w.strideWidth,
                            columns + row * w.outputWidth + span.start, span.end - span.start, 1);
                }
            }
        }
    }
}

CNNS_VARIANTS
void cnns_depthwise_gradient(const float *outputGradient, const float *kernels, ptrdiff_t firstChannel, ptrdiff_t channelCount,
                             ptrdiff_t multiplier, const CnnsWindow *window, float *gradient) {
    const CnnsWindow w = *window;
    const ptrdiff_t inputPlane = w.inputHeight * w.inputWidth, outputPlane = w.outputHeight * w.outputWidth;
    for (ptrdiff_t c = firstChannel; c < firstChannel + channelCount; c++) {
        float *map = gradient + c * inputPlane;
        memset(map, 0, (size_t)inputPlane * sizeof(float));
        for (ptrdiff_t o = c * multiplier; o < (c + 1) * multiplier; o++) {
            const float *kernel = kernels + o * w.kernelHeight * w.kernelWidth;
            for (ptrdiff_t row = 0; row < w.outputHeight; row++) {
                const float *values = outputGradient + o * outputPlane + row * w.outputWidth;
                for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
                    const ptrdiff_t y = row * w.strideHeight + ky * w.dilationHeight - w.padTop;
                    if (y < 0 || y >= w.inputHeight) continue;
                    for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                        const ptrdiff_t offset = kx * w.dilationWidth - w.padLeft;
                        const CnnsSpan span = cnns_span_inside(offset, w.strideWidth, w.inputWidth, w.outputWidth);
                        add_row(map + y * w.inputWidth + span.start * w.strideWidth + offset, w.strideWidth, values + span.start,
                                span.end - span.start, kernel[ky * w.kernelWidth + kx]);
                    }
                }
            }
        }
    }
}

void cnns_max_pool_gradient(const float *input, const float *output, const float *outputGradient, ptrdiff_t planeCount,
                            const CnnsWindow *window, float *gradient) {
    const CnnsWindow w = *window;
    const ptrdiff_t plane = w.inputHeight * w.inputWidth;
    memset(gradient, 0, (size_t)(planeCount * plane) * sizeof(float));
    for (ptrdiff_t p = 0; p < planeCount; p++, input += plane, gradient += plane) {
        for (ptrdiff_t row = 0; row < w.outputHeight; row++) {
            for (ptrdiff_t column = 0; column < w.outputWidth; column++, output++, outputGradient++) {
                const float greatest = *output;
                ptrdiff_t winner = -1;
                for (ptrdiff_t ky = 0; ky < w.kernelHeight && winner < 0; ky++) {
                    const ptrdiff_t y = row * w.strideHeight + ky * w.dilationHeight - w.padTop;
                    if (y < 0 || y >= w.inputHeight) continue;
                    for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                        const ptrdiff_t x = column * w.strideWidth + kx * w.dilationWidth - w.padLeft;
                        if (x < 0 || x >= w.inputWidth || input[y * w.inputWidth + x] != greatest) continue;
                        winner = y * w.inputWidth + x;
                        break;
                    }
                }
                if (winner >= 0) gradient[winner] += *outputGradient;
            }
        }
    }
}

/* How many of the kernel's taps, from first by dilation, fall inside low ..< high. */
static inline ptrdiff_t taps_inside(ptrdiff_t first, ptrdiff_t dilation, ptrdiff_t count, ptrdiff_t low, ptrdiff_t high) {
    ptrdiff_t inside = 0;
    for (ptrdiff_t tap = 0; tap < count; tap++) {
        const ptrdiff_t place = first + tap * dilation;
        inside += place >= low && place < high;
    }
    return inside;
}

CNNS_VARIANTS
void cnns_average_pool_gradient(const float *outputGradient, ptrdiff_t planeCount, const CnnsWindow *window, int countsPadding,
                                ptrdiff_t padBottom, ptrdiff_t padRight, float *gradient) {
    const CnnsWindow w = *window;
    const ptrdiff_t plane = w.inputHeight * w.inputWidth;
    const ptrdiff_t top = countsPadding ? -w.padTop : 0, left = countsPadding ? -w.padLeft : 0;
    const ptrdiff_t bottom = w.inputHeight + (countsPadding ? padBottom : 0), right = w.inputWidth + (countsPadding ? padRight : 0);
    memset(gradient, 0, (size_t)(planeCount * plane) * sizeof(float));
    for (ptrdiff_t p = 0; p < planeCount; p++, gradient += plane) {
        for (ptrdiff_t row = 0; row < w.outputHeight; row++) {
            const ptrdiff_t firstRow = row * w.strideHeight - w.padTop;
            const ptrdiff_t rows = taps_inside(firstRow, w.dilationHeight, w.kernelHeight, top, bottom);
            for (ptrdiff_t column = 0; column < w.outputWidth; column++, outputGradient++) {
                const ptrdiff_t firstColumn = column * w.strideWidth - w.padLeft;
                const ptrdiff_t count = rows * taps_inside(firstColumn, w.dilationWidth, w.kernelWidth, left, right);
                if (count == 0) continue;
                const float share = *outputGradient / (float)count;
                for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
                    const ptrdiff_t y = firstRow + ky * w.dilationHeight;
                    if (y < 0 || y >= w.inputHeight) continue;
                    for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                        const ptrdiff_t x = firstColumn + kx * w.dilationWidth;
                        if (x >= 0 && x < w.inputWidth) gradient[y * w.inputWidth + x] += share;
                    }
                }
            }
        }
    }
}
