#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "naive.h"

static float *in_blocks_of(const Case *c, float *plain) {
    float *blocked = blank_numbers(blocks_of(c->channels) * CNNS_BLOCK * c->height * c->width);
    const CnnsMapView from = {plain, c->width, c->height * c->width}, to = blocked_view(blocked, c->height, c->width);
    cnns_block_maps(&from, &to, c->channels, c->height, c->width);
    return blocked;
}

void check_pooling(unsigned seed) {
    Case c = random_case(seed);
    const int isMaximum = (int)random_between(0, 1), countsPadding = (int)random_between(0, 1);
    float *plain = random_numbers(c.channels * c.height * c.width), *input = in_blocks_of(&c, plain);
    float *output = blank_numbers(blocks_of(c.channels) * CNNS_BLOCK * c.outputHeight * c.outputWidth);
    const CnnsBlockedJob job = {.input = blocked_view(input, c.height, c.width),
                                .output = blocked_view(output, c.outputHeight, c.outputWidth),
                                .height = c.outputHeight,
                                .width = c.outputWidth};
    const CnnsPool pool = {filters_of(&c, CNNS_BLOCK), c.padTop, c.padLeft, c.height, c.width, countsPadding};
    cnns_pool_blocked(&job, &pool, isMaximum, 0, blocks_of(c.channels));
    double *expected = naive_pool(&c, plain, isMaximum, countsPadding);
    /* A window beside the map has no maximum; the kernel's is as far below as naive loops put it. */
    for (ptrdiff_t i = 0; i < c.channels * c.outputHeight * c.outputWidth; i++) {
        if (isinf(expected[i])) expected[i] = 0;
    }
    for (ptrdiff_t i = 0; i < blocks_of(c.channels) * CNNS_BLOCK * c.outputHeight * c.outputWidth; i++) {
        if (isinf(output[i])) output[i] = 0;
    }
    compare(isMaximum ? "maximum" : "average", &c, output, expected, c.channels, c.outputHeight, c.outputWidth, 1e-6);
    free(expected), free(plain), free(input), free(output);
}

/* Into blocks and back, sums and epilogues of all numbers, and averages of whole maps. */
void check_maps(unsigned seed) {
    const Case c = random_case(seed);
    const ptrdiff_t count = c.channels * c.height * c.width, blocks = blocks_of(c.channels);
    const ptrdiff_t blockedCount = blocks * CNNS_BLOCK * c.height * c.width;
    float *plain = random_numbers(count), *back = blank_numbers(count), *blocked = in_blocks_of(&c, plain);
    float *other = random_numbers(blockedCount), *output = blank_numbers(blockedCount), *means = blank_numbers(c.channels);
    float *scale = random_numbers(c.channels), *shift = random_numbers(c.channels);
    const CnnsMapView view = blocked_view(blocked, c.height, c.width), plainView = {back, c.width, c.height * c.width};
    cnns_unblock_maps(&view, &plainView, c.channels, c.height, c.width);
    if (memcmp(plain, back, (size_t)count * sizeof(float)) != 0) {
        failureCount++;
        printf("blocks and back, seed %u\n", seed);
    }
    const CnnsBlockedJob job = {view, blocked_view(other, c.height, c.width), blocked_view(output, c.height, c.width), c.height, c.width, 0, c.height};
    const CnnsEpilogue epilogue = {scale, shift, NULL, -0.5f, 0.75f};
    double *expected = malloc((size_t)count * sizeof(double));
    for (int isSum = 0; expected && isSum < 2; isSum++) {
        for (ptrdiff_t i = 0; i < count; i++) {
            const ptrdiff_t channel = i / (c.height * c.width);
            const double addend = (double)in_blocks(other, c.height, c.width, channel, i / c.width % c.height, i % c.width);
            const double value = (double)scale[channel] * (double)plain[i] + (double)shift[channel] + addend;
            expected[i] = isSum ? (double)plain[i] + addend : fmin(fmax(value, -0.5), 0.75);
        }
        if (isSum) {
            cnns_add_blocked(&job, 0, blocks);
        } else {
            cnns_finish_blocked(&job, c.channels, &epilogue, 0, blocks);
        }
        compare(isSum ? "sum" : "epilogue", &c, output, expected, c.channels, c.height, c.width, 1e-6);
    }
    cnns_average_blocked(&view, c.channels, c.height, c.width, means);
    for (ptrdiff_t channel = 0; channel < c.channels; channel++) {
        double sum = 0;
        for (ptrdiff_t i = 0; i < c.height * c.width; i++) sum += (double)plain[channel * c.height * c.width + i];
        if (!(fabs(sum / (double)(c.height * c.width) - (double)means[channel]) < 1e-6)) {
            failureCount++;
            printf("mean, seed %u\n", seed);
            break;
        }
    }
    free(plain), free(back), free(blocked), free(other), free(output), free(means), free(scale), free(shift), free(expected);
}
