#include <string.h>

#include "convolution.h"
#include "row.h"
#include "variants.h"

CNNS_VARIANTS
void cnns_im2col(const float *input, ptrdiff_t channelCount, const CnnsWindow *window, ptrdiff_t firstPixel,
                 ptrdiff_t pixelCount, float *columns) {
    const CnnsWindow w = *window;
    const ptrdiff_t lastPixel = firstPixel + pixelCount;
    for (ptrdiff_t c = 0; c < channelCount; c++) {
        const float *map = input + c * w.inputHeight * w.inputWidth;
        for (ptrdiff_t ky = 0; ky < w.kernelHeight; ky++) {
            for (ptrdiff_t kx = 0; kx < w.kernelWidth; kx++) {
                for (ptrdiff_t pixel = firstPixel; pixel < lastPixel;) {
                    ptrdiff_t row = pixel / w.outputWidth, from = pixel % w.outputWidth;
                    ptrdiff_t to = cnns_min(w.outputWidth, from + lastPixel - pixel);
                    ptrdiff_t y = row * w.strideHeight + ky * w.dilationHeight - w.padTop;
                    if (y < 0 || y >= w.inputHeight) {
                        memset(columns, 0, (size_t)(to - from) * sizeof(float));
                    } else {
                        cnns_copy_row(map + y * w.inputWidth, kx * w.dilationWidth - w.padLeft, w.strideWidth, w.inputWidth,
                                      from, to, columns);
                    }
                    columns += to - from;
                    pixel += to - from;
                }
            }
        }
    }
}
