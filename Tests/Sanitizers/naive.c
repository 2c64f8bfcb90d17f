#include "naive.h"

#include <math.h>
#include <stdlib.h>

Parameters random_parameters(const Case *c, ptrdiff_t channelsOfFilter) {
    Parameters p = {.weights = random_numbers(c->filters * channelsOfFilter * c->kernelHeight * c->kernelWidth)};
    if (c->isScaled) p.scale = random_numbers(c->filters), p.shift = random_numbers(c->filters);
    if (c->hasResidual) p.residual = random_numbers(blocks_of(c->filters) * CNNS_BLOCK * c->outputHeight * c->outputWidth);
    p.epilogue = (CnnsEpilogue){p.scale, p.shift, NULL, c->isLimited ? -0.5f : -INFINITY, c->isLimited ? 2.5f : INFINITY};
    return p;
}

void free_parameters(Parameters *p) { free(p->weights), free(p->scale), free(p->shift), free(p->residual); }

/* The number under a tap of a window, and whether there is one. */
static int number_under(const Case *c, const float *input, ptrdiff_t channel, ptrdiff_t y, ptrdiff_t x, ptrdiff_t ky, ptrdiff_t kx,
                        double *number) {
    const ptrdiff_t row = y * c->strideHeight + ky * c->dilationHeight - c->padTop;
    const ptrdiff_t column = x * c->strideWidth + kx * c->dilationWidth - c->padLeft;
    if (row < 0 || row >= c->height || column < 0 || column >= c->width) return 0;
    *number = (double)input[(channel * c->height + row) * c->width + column];
    return 1;
}

static double *doubles(ptrdiff_t count) {
    double *result = malloc((size_t)count * sizeof(double));
    if (!result) exit(2);
    return result;
}

double *naive_convolution(const Case *c, const float *input, const Parameters *p, int isDepthwise) {
    double *output = doubles(c->filters * c->outputHeight * c->outputWidth), *next = output, number;
    const ptrdiff_t depth = isDepthwise ? 1 : c->channels, taps = c->kernelHeight * c->kernelWidth;
    for (ptrdiff_t f = 0; f < c->filters; f++) {
        for (ptrdiff_t y = 0; y < c->outputHeight; y++) {
            for (ptrdiff_t x = 0; x < c->outputWidth; x++) {
                double sum = 0;
                for (ptrdiff_t d = 0; d < depth; d++) {
                    for (ptrdiff_t tap = 0; tap < taps; tap++) {
                        if (number_under(c, input, isDepthwise ? f : d, y, x, tap / c->kernelWidth, tap % c->kernelWidth, &number)) {
                            sum += number * (double)p->weights[(f * depth + d) * taps + tap];
                        }
                    }
                }
                if (p->scale) sum = sum * (double)p->scale[f] + (double)p->shift[f];
                if (p->residual) sum += (double)in_blocks(p->residual, c->outputHeight, c->outputWidth, f, y, x);
                *next++ = fmin(fmax(sum, (double)p->epilogue.low), (double)p->epilogue.high);
            }
        }
    }
    return output;
}

double *naive_pool(const Case *c, const float *input, int isMaximum, int countsPadding) {
    double *output = doubles(c->channels * c->outputHeight * c->outputWidth), *next = output, number;
    for (ptrdiff_t channel = 0; channel < c->channels; channel++) {
        for (ptrdiff_t y = 0; y < c->outputHeight; y++) {
            for (ptrdiff_t x = 0; x < c->outputWidth; x++) {
                double sum = 0, maximum = -INFINITY;
                ptrdiff_t count = 0;
                for (ptrdiff_t tap = 0; tap < c->kernelHeight * c->kernelWidth; tap++) {
                    if (!number_under(c, input, channel, y, x, tap / c->kernelWidth, tap % c->kernelWidth, &number)) continue;
                    sum += number, maximum = fmax(maximum, number), count++;
                }
                if (countsPadding) count = c->kernelHeight * c->kernelWidth;
                *next++ = isMaximum ? maximum : sum / (double)(count ? count : 1);
            }
        }
    }
    return output;
}
