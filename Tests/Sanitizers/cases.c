#include "cases.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int failureCount = 0;

static uint64_t state;

static uint32_t next_random(void) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

ptrdiff_t random_between(ptrdiff_t low, ptrdiff_t high) { return low + (ptrdiff_t)(next_random() % (uint32_t)(high - low + 1)); }

static Case case_with(unsigned seed, ptrdiff_t side, ptrdiff_t kernelHeight, ptrdiff_t kernelWidth) {
    Case c = {.seed = seed, .kernelHeight = kernelHeight, .kernelWidth = kernelWidth};
    c.strideHeight = c.strideWidth = c.dilationHeight = c.dilationWidth = 1;
    c.channels = random_between(1, 40), c.filters = random_between(1, 70);
    c.height = side, c.width = random_between(1, 55);
    c.isScaled = (int)random_between(0, 1), c.hasResidual = (int)random_between(0, 1), c.isLimited = (int)random_between(0, 1);
    return c;
}

/* Pads so that there is at least one window. */
static Case padded(Case c) {
    const ptrdiff_t reachDown = (c.kernelHeight - 1) * c.dilationHeight + 1, reachAcross = (c.kernelWidth - 1) * c.dilationWidth + 1;
    c.padTop = random_between(0, reachDown - 1), c.padLeft = random_between(0, reachAcross - 1);
    const ptrdiff_t down = c.height + c.padTop + random_between(0, reachDown - 1) - reachDown;
    const ptrdiff_t across = c.width + c.padLeft + random_between(0, reachAcross - 1) - reachAcross;
    c.outputHeight = down < 0 ? 1 : down / c.strideHeight + 1;
    c.outputWidth = across < 0 ? 1 : across / c.strideWidth + 1;
    return c;
}

Case random_case(unsigned seed) {
    state = seed;
    for (int i = 0; i < 8; i++) next_random();
    static const ptrdiff_t kernels[] = {1, 1, 2, 3, 3, 3, 5, 7};
    const ptrdiff_t kernel = kernels[random_between(0, 7)];
    Case c = case_with(seed, 1 + seed % 55, kernel, random_between(0, 3) ? kernel : kernels[random_between(0, 7)]);
    c.strideHeight = random_between(1, 3), c.strideWidth = random_between(0, 2) ? c.strideHeight : random_between(1, 3);
    if (!random_between(0, 3)) c.dilationHeight = random_between(1, 3), c.dilationWidth = random_between(1, 3);
    return padded(c);
}

Case random_tiled_case(unsigned seed) {
    state = seed;
    for (int i = 0; i < 8; i++) next_random();
    return padded(case_with(seed, 1 + seed % 55, 3, 3));
}

static float *numbers(ptrdiff_t count) {
    float *result = malloc((size_t)count * sizeof(float));
    if (!result) exit(2);
    return result;
}

float *random_numbers(ptrdiff_t count) {
    float *result = numbers(count);
    for (ptrdiff_t i = 0; i < count; i++) result[i] = (float)next_random() / (float)(1u << 30) - 1;
    return result;
}

float *blank_numbers(ptrdiff_t count) {
    float *result = numbers(count);
    for (ptrdiff_t i = 0; i < count; i++) result[i] = NAN;
    return result;
}

ptrdiff_t blocks_of(ptrdiff_t channels) { return (channels + CNNS_BLOCK - 1) / CNNS_BLOCK; }

float in_blocks(const float *values, ptrdiff_t height, ptrdiff_t width, ptrdiff_t channel, ptrdiff_t y, ptrdiff_t x) {
    return values[((channel / CNNS_BLOCK * height + y) * width + x) * CNNS_BLOCK + channel % CNNS_BLOCK];
}

CnnsMapView blocked_view(float *values, ptrdiff_t height, ptrdiff_t width) {
    return (CnnsMapView){values, width * CNNS_BLOCK, height * width * CNNS_BLOCK};
}

CoveredMaps covered_maps(const Case *c, const float *plain, ptrdiff_t block) {
    const ptrdiff_t rows = (c->outputHeight - 1) * c->strideHeight + (c->kernelHeight - 1) * c->dilationHeight + 1;
    const ptrdiff_t columns = (c->outputWidth - 1) * c->strideWidth + (c->kernelWidth - 1) * c->dilationWidth + 1;
    const ptrdiff_t end = c->padTop + c->height < rows ? c->padTop + c->height : rows;
    const ptrdiff_t first = c->padTop < end ? c->padTop : end, held = end - first;
    const ptrdiff_t blocks = (c->channels + block - 1) / block;
    CoveredMaps maps = {numbers(blocks * held * columns * block), {0}, first, end};
    maps.view = (CnnsMapView){maps.values, columns * block, held * columns * block};
    for (ptrdiff_t channel = 0; channel < blocks * block; channel++) {
        for (ptrdiff_t y = 0; y < held; y++) {
            for (ptrdiff_t x = 0; x < columns; x++) {
                const ptrdiff_t row = first + y - c->padTop, column = x - c->padLeft;
                const int isOnMap = channel < c->channels && column >= 0 && column < c->width;
                maps.values[((channel / block * held + y) * columns + x) * block + channel % block] =
                    isOnMap ? plain[(channel * c->height + row) * c->width + column] : 0;
            }
        }
    }
    return maps;
}

CnnsFilters filters_of(const Case *c, ptrdiff_t block) {
    return (CnnsFilters){c->filters,      c->channels,    c->kernelHeight,   c->kernelWidth,   c->strideHeight,
                         c->strideWidth,  c->dilationHeight, c->dilationWidth, block};
}

void compare(const char *what, const Case *c, const float *blocked, const double *expected, ptrdiff_t channels, ptrdiff_t height,
             ptrdiff_t width, double tolerance) {
    double worst = 0, greatest = 0;
    for (ptrdiff_t channel = 0; channel < channels; channel++) {
        for (ptrdiff_t y = 0; y < height; y++) {
            for (ptrdiff_t x = 0; x < width; x++) {
                const double value = expected[(channel * height + y) * width + x];
                const double difference = fabs(value - (double)in_blocks(blocked, height, width, channel, y, x));
                if (!(difference <= worst)) worst = difference;
                if (fabs(value) > greatest) greatest = fabs(value);
            }
        }
    }
    if (worst <= tolerance) return;
    failureCount++;
    printf("%s, seed %u: %td to %td channels, maps of %td×%td, kernel %td×%td, strides %td and %td, dilations %td and %td: off by %g of %g\n",
           what, c->seed, c->channels, channels, c->height, c->width, c->kernelHeight, c->kernelWidth, c->strideHeight, c->strideWidth,
           c->dilationHeight, c->dilationWidth, worst, greatest);
}
