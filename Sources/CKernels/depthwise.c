#include <string.h>

#include "epilogue.h"
#include "span.h"
#include "variants.h"

/* Adds weight * input under the window's column to each position of an output row. */
static inline void accumulate_row(const float *restrict input, float weight, ptrdiff_t stride, CnnsSpan span,
                                  ptrdiff_t offset, float *restrict output) {
    if (stride == 1) {
        for (ptrdiff_t x = span.start; x < span.end; x++) output[x] += weight * input[x + offset];
    } else if (stride == 2) {
        for (ptrdiff_t x = span.start; x < span.end; x++) output[x] += weight * input[2 * x + offset];
    } else {
        for (ptrdiff_t x = span.start; x < span.end; x++) output[x] += weight * input[x * stride + offset];
    }
}

CNNS_VARIANTS
void cnns_depthwise(const float *input, const float *kernels, ptrdiff_t firstChannel, ptrdiff_t channelCount,
                    ptrdiff_t multiplier, const CnnsWindow *window, const CnnsEpilogue *epilogue, float *output) {
    const CnnsWindow w = *window;
    for (ptrdiff_t c = firstChannel; c < firstChannel + channelCount; c++) {
        const float *map = input + (c / multiplier) * w.inputHeight * w.inputWidth;
        const float *kernel = kernels + c * w.kernelHeight * w.kernelWidth;
        for (ptrdiff_t row = 0; row < w.outputHeight; row++) {
            const ptrdiff_t place = (c * w.outputHeight + row) * w.outputWidth;
            float *result = output + place;
            memset(result, 0, (size_t)w.outputWidth * sizeof(float));
            for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
                ptrdiff_t y = row * w.strideHeight + ky * w.dilationHeight - w.padTop;
                if (y < 0 || y >= w.inputHeight) continue;
                for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                    ptrdiff_t offset = kx * w.dilationWidth - w.padLeft;
                    CnnsSpan span = cnns_span_inside(offset, w.strideWidth, w.inputWidth, w.outputWidth);
                    accumulate_row(map + y * w.inputWidth, kernel[ky * w.kernelWidth + kx], w.strideWidth, span, offset, result);
                }
            }
            cnns_finish_row(result, w.outputWidth, epilogue, c, epilogue->residual ? epilogue->residual + place : NULL);
        }
    }
}
