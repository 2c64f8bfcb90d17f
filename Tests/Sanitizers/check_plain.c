#include <math.h>
#include <stdlib.h>

#include "checks.h"
#include "naive.h"

static CnnsWindow window_of(const Case *c) {
    return (CnnsWindow){c->height,       c->width,       c->outputHeight,   c->outputWidth,   c->kernelHeight, c->kernelWidth,
                        c->strideHeight, c->strideWidth, c->dilationHeight, c->dilationWidth, c->padTop,       c->padLeft};
}

/* Plain maps into blocks, so that they can be compared as those of other kernels are. */
static float *blocked_copy(float *plain, ptrdiff_t channels, ptrdiff_t height, ptrdiff_t width) {
    float *blocked = blank_numbers(blocks_of(channels) * CNNS_BLOCK * height * width);
    const CnnsMapView from = {plain, width, height * width}, to = blocked_view(blocked, height, width);
    cnns_block_maps(&from, &to, channels, height, width);
    return blocked;
}

/* A convolution of plain maps where every channel has `multiplier` filters of its own. */
void check_plain_depthwise(unsigned seed) {
    Case c = random_case(seed);
    c.hasResidual = 0;
    const ptrdiff_t multiplier = random_between(1, 3);
    c.filters = c.channels * multiplier;
    float *plain = random_numbers(c.channels * c.height * c.width), *output = blank_numbers(c.filters * c.outputHeight * c.outputWidth);
    Parameters p = random_parameters(&c, 1);
    const CnnsWindow window = window_of(&c);
    float *scratch = blank_numbers(cnns_depthwise_scratch_count(&window));
    cnns_depthwise(plain, p.weights, 0, c.filters, multiplier, &window, &p.epilogue, scratch, output);
    /* The same channels, each as often as it has filters. */
    float *repeated = malloc((size_t)(c.filters * c.height * c.width) * sizeof(float));
    for (ptrdiff_t i = 0; repeated && i < c.filters * c.height * c.width; i++) {
        const ptrdiff_t place = i % (c.height * c.width), channel = i / (c.height * c.width) / multiplier;
        repeated[i] = plain[channel * c.height * c.width + place];
    }
    double *expected = naive_convolution(&c, repeated, &p, 1);
    float *blocked = blocked_copy(output, c.filters, c.outputHeight, c.outputWidth);
    compare("plain depthwise convolution", &c, blocked, expected, c.filters, c.outputHeight, c.outputWidth, 2e-5);
    free(repeated), free(expected), free(blocked), free(scratch), free(plain), free(output), free_parameters(&p);
}

/* A convolution in groups as a product of matrices with gathered columns, some places at a time. */
void check_groups(unsigned seed) {
    Case c = random_case(seed);
    const ptrdiff_t groups = random_between(1, 4), depth = random_between(1, 5), filters = random_between(1, 5);
    const ptrdiff_t places = c.outputHeight * c.outputWidth, atOnce = random_between(1, places);
    c.channels = depth, c.filters = filters, c.isScaled = c.hasResidual = c.isLimited = 0;
    const ptrdiff_t rows = depth * c.kernelHeight * c.kernelWidth;
    const CnnsWindow window = window_of(&c);
    float *input = random_numbers(groups * depth * c.height * c.width);
    for (ptrdiff_t group = 0; group < groups; group++) {
        const float *maps = input + group * depth * c.height * c.width;
        Parameters p = random_parameters(&c, depth);
        float *output = blank_numbers(filters * places);
        for (ptrdiff_t first = 0; first < places; first += atOnce) {
            const ptrdiff_t count = places - first < atOnce ? places - first : atOnce;
            float *columns = blank_numbers(rows * count);
            cnns_im2col(maps, depth, &window, first, count, columns);
            for (ptrdiff_t i = 0; i < filters * count; i++) {
                double sum = 0;
                for (ptrdiff_t row = 0; row < rows; row++) {
                    sum += (double)p.weights[i / count * rows + row] * (double)columns[row * count + i % count];
                }
                output[i / count * places + first + i % count] = (float)sum;
            }
            free(columns);
        }
        double *expected = naive_convolution(&c, maps, &p, 0);
        float *blocked = blocked_copy(output, filters, c.outputHeight, c.outputWidth);
        compare("convolution in groups", &c, blocked, expected, filters, c.outputHeight, c.outputWidth, 1e-5);
        free(expected), free(blocked), free(output), free_parameters(&p);
    }
    free(input);
}
