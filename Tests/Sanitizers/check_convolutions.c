#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "naive.h"

/* One job for all of a case's output. */
static CnnsBlockedJob job_of(const Case *c, const CoveredMaps *input, const Parameters *p, float *output) {
    return (CnnsBlockedJob){input->view,
                            p->residual ? blocked_view(p->residual, c->outputHeight, c->outputWidth) : (CnnsMapView){0},
                            blocked_view(output, c->outputHeight, c->outputWidth),
                            c->outputHeight,
                            c->outputWidth,
                            input->firstRow,
                            input->endRow};
}

/* How far sums of so many products of numbers between -1 and 1 may be off: rounding of either sign adds up as the root of their count. */
static double tolerance(const Case *c, ptrdiff_t channels, double ofOne) {
    return ofOne * sqrt((double)(channels * c->kernelHeight * c->kernelWidth) + 4);
}

static float *blank_output(const Case *c) { return blank_numbers(blocks_of(c->filters) * CNNS_BLOCK * c->outputHeight * c->outputWidth); }

/* Weights that are turned about twice are arranged as they were. */
static void check_turned(const Case *c, const CnnsFilters *f, const float *weights, const float *packed) {
    const ptrdiff_t taps = f->kernelHeight * f->kernelWidth, count = cnns_packed_filters_count(f), pairs = (blocks_of(c->filters) + 1) / 2;
    float *turned = blank_numbers(f->filterCount * f->channelCount * taps), *again = blank_numbers(count);
    for (ptrdiff_t i = 0; i < f->filterCount * f->channelCount * taps; i++) {
        const ptrdiff_t filter = i / (f->channelCount * taps), channel = i / taps % f->channelCount, tap = i % taps;
        turned[(channel * f->filterCount + filter) * taps + taps - 1 - tap] = weights[i];
    }
    cnns_pack_turned_filters(turned, f, 0, pairs / 2, again);
    cnns_pack_turned_filters(turned, f, pairs / 2, pairs, again);
    if (memcmp(packed, again, (size_t)count * sizeof(float)) != 0) {
        failureCount++;
        printf("turned filters, seed %u: not as they were\n", c->seed);
    }
    free(turned), free(again);
}

void check_convolution(unsigned seed) {
    Case c = random_case(seed);
    const ptrdiff_t block = random_between(0, 3) ? CNNS_BLOCK : 1;
    if (block == 1) c.channels = 1 + c.channels % 4;
    float *plain = random_numbers(c.channels * c.height * c.width), *output = blank_output(&c);
    Parameters p = random_parameters(&c, c.channels);
    CoveredMaps input = covered_maps(&c, plain, block);
    const CnnsFilters filters = filters_of(&c, block);
    const ptrdiff_t pairs = (blocks_of(c.filters) + 1) / 2, half = pairs / 2;
    float *packed = blank_numbers(cnns_packed_filters_count(&filters));
    cnns_pack_filters(p.weights, &filters, 0, half, packed);
    cnns_pack_filters(p.weights, &filters, half, pairs, packed);
    if (block == CNNS_BLOCK) check_turned(&c, &filters, p.weights, packed);
    const CnnsBlockedJob job = job_of(&c, &input, &p, output);
    cnns_convolve_blocked(&job, 1, &filters, packed, half, pairs, &p.epilogue);
    cnns_convolve_blocked(&job, 1, &filters, packed, 0, half, &p.epilogue);
    double *expected = naive_convolution(&c, plain, &p, 0);
    compare("convolution", &c, output, expected, c.filters, c.outputHeight, c.outputWidth, tolerance(&c, c.channels, 2e-6));
    free(expected), free(packed), free(input.values), free(plain), free(output), free_parameters(&p);
}

/* Weights in the order of cnns_convolve_blocked_depthwise. */
static float *packed_by_channels(const Case *c, const float *weights) {
    const ptrdiff_t taps = c->kernelHeight * c->kernelWidth, count = blocks_of(c->channels) * CNNS_BLOCK;
    float *packed = blank_numbers(count * taps);
    for (ptrdiff_t channel = 0; channel < count; channel++) {
        for (ptrdiff_t tap = 0; tap < taps; tap++) {
            packed[(channel / CNNS_BLOCK * taps + tap) * CNNS_BLOCK + channel % CNNS_BLOCK] =
                channel < c->channels ? weights[channel * taps + tap] : 0;
        }
    }
    return packed;
}

void check_depthwise(unsigned seed) {
    Case c = random_case(seed);
    c.filters = c.channels;
    float *plain = random_numbers(c.channels * c.height * c.width), *output = blank_output(&c);
    Parameters p = random_parameters(&c, 1);
    CoveredMaps input = covered_maps(&c, plain, CNNS_BLOCK);
    const CnnsFilters filters = filters_of(&c, CNNS_BLOCK);
    float *packed = packed_by_channels(&c, p.weights);
    const CnnsBlockedJob job = job_of(&c, &input, &p, output);
    const ptrdiff_t blocks = blocks_of(c.channels), half = blocks / 2;
    cnns_convolve_blocked_depthwise(&job, 1, &filters, packed, half, blocks, &p.epilogue);
    cnns_convolve_blocked_depthwise(&job, 1, &filters, packed, 0, half, &p.epilogue);
    double *expected = naive_convolution(&c, plain, &p, 1);
    compare("depthwise convolution", &c, output, expected, c.filters, c.outputHeight, c.outputWidth, tolerance(&c, 1, 2e-6));
    free(expected), free(packed), free(input.values), free(plain), free(output), free_parameters(&p);
}

/* By tiles of several jobs, some tiles at a time; then with maxima of 2×2 in place of the results. */
void check_tiles(unsigned seed) {
    Case c = random_tiled_case(seed);
    enum { MOST_JOBS = 2 };
    const ptrdiff_t jobCount = random_between(1, MOST_JOBS), atOnce = random_between(1, 60);
    const int isPooled = !c.hasResidual && c.outputHeight > 1 && c.outputWidth > 1 && random_between(0, 1);
    const ptrdiff_t height = isPooled ? c.outputHeight / 2 : c.outputHeight, width = isPooled ? c.outputWidth / 2 : c.outputWidth;
    const CnnsFilters filters = filters_of(&c, CNNS_BLOCK);
    Parameters p = random_parameters(&c, c.channels);
    float *plain[MOST_JOBS], *outputs[MOST_JOBS], *packed = blank_numbers(cnns_winograd_filters_count(&filters));
    CoveredMaps inputs[MOST_JOBS];
    CnnsBlockedJob jobs[MOST_JOBS];
    for (ptrdiff_t n = 0; n < jobCount; n++) {
        plain[n] = random_numbers(c.channels * c.height * c.width);
        inputs[n] = covered_maps(&c, plain[n], CNNS_BLOCK);
        outputs[n] = blank_numbers(blocks_of(c.filters) * CNNS_BLOCK * height * width);
        jobs[n] = job_of(&c, &inputs[n], &p, outputs[n]);
        jobs[n].output = blocked_view(outputs[n], height, width);
    }
    const ptrdiff_t pairs = (blocks_of(c.filters) + 1) / 2, blocks = blocks_of(c.channels);
    cnns_winograd_pack_filters(p.weights, &filters, 0, pairs, packed);
    const ptrdiff_t tileCount = cnns_winograd_tile_count(jobs) * jobCount;
    for (ptrdiff_t first = 0; first < tileCount; first += atOnce) {
        const ptrdiff_t tiles = tileCount - first < atOnce ? tileCount - first : atOnce;
        float *transformed = blank_numbers(cnns_winograd_inputs_count(&filters, tiles));
        float *scratch = blank_numbers(cnns_winograd_scratch_count(tiles));
        cnns_winograd_transform(jobs, &filters, first, tiles, 0, blocks / 2, transformed);
        cnns_winograd_transform(jobs, &filters, first, tiles, blocks / 2, blocks, transformed);
        cnns_winograd_multiply(jobs, &filters, packed, first, tiles, 0, pairs, &p.epilogue, isPooled, transformed, scratch);
        free(transformed), free(scratch);
    }
    for (ptrdiff_t n = 0; n < jobCount; n++) {
        double *expected = naive_convolution(&c, plain[n], &p, 0);
        for (ptrdiff_t i = 0; isPooled && i < c.filters * height * width; i++) {
            const double *corner = expected + (i / (height * width) * c.outputHeight + i / width % height * 2) * c.outputWidth + i % width * 2;
            double maximum = corner[0];
            for (int place = 1; place < 4; place++) {
                const double other = corner[place / 2 * c.outputWidth + place % 2];
                if (other > maximum) maximum = other;
            }
            /* Later windows are further on: nothing is overwritten that is still needed. */
            expected[i] = maximum;
        }
        compare(isPooled ? "convolution by tiles with a pool" : "convolution by tiles", &c, outputs[n], expected, c.filters, height, width,
                tolerance(&c, c.channels, 1.5e-5));
        free(expected), free(plain[n]), free(inputs[n].values), free(outputs[n]);
    }
    free(packed), free_parameters(&p);
}
