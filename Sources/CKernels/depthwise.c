#include <stdint.h>

#include "epilogue.h"
#include "row.h"
#include "variants.h"

/* A map as the kernel wants to see it: padded, and taken apart by the stride, so that every tap of the window reads
   consecutive numbers. Plane (y, x) holds the padded map's rows y, y + strideHeight, ... at the columns x, x + strideWidth, ...
   A result stands in the same pitch as the planes; those in its last columns, right of the output, mean nothing. */
typedef struct {
    ptrdiff_t planesDown, planesAcross, rows, pitch;
    /* Results from the first to the last that means something. */
    ptrdiff_t resultCount;
} Planes;

/* Results computed at once, and in the rest; planes and results have room for the last of them. */
enum { LONG_RUN = 64, SHORT_RUN = 16 };

static inline Planes planes_for(const CnnsWindow *w) {
    const ptrdiff_t reachDown = (w->kernelHeight - 1) * w->dilationHeight, reachAcross = (w->kernelWidth - 1) * w->dilationWidth;
    Planes p;
    p.planesDown = cnns_min(w->strideHeight, reachDown + 1);
    p.planesAcross = cnns_min(w->strideWidth, reachAcross + 1);
    p.rows = w->outputHeight + reachDown / w->strideHeight;
    p.pitch = w->outputWidth + reachAcross / w->strideWidth;
    p.resultCount = (w->outputHeight - 1) * p.pitch + w->outputWidth;
    return p;
}

static inline ptrdiff_t plane_size(const Planes *p) { return p->rows * p->pitch; }

ptrdiff_t cnns_depthwise_scratch_count(const CnnsWindow *window) {
    const Planes p = planes_for(window);
    const double offsets = (double)window->kernelHeight * window->kernelWidth * sizeof(ptrdiff_t) / sizeof(float);
    const double planes = (double)p.planesDown * p.planesAcross * p.rows * p.pitch;
    const double count = offsets + planes + SHORT_RUN + (double)p.rows * p.pitch + SHORT_RUN;
    return count < 0x1p50 ? (ptrdiff_t)count : PTRDIFF_MAX;
}

/* Where each tap's first number stands in the planes. */
static inline void fill_offsets(const CnnsWindow *w, const Planes *p, ptrdiff_t *offsets) {
    for (ptrdiff_t ky = 0; ky < w->kernelHeight; ky++) {
        for (ptrdiff_t kx = 0; kx < w->kernelWidth; kx++) {
            const ptrdiff_t down = ky * w->dilationHeight, across = kx * w->dilationWidth;
            const ptrdiff_t plane = down % w->strideHeight * p->planesAcross + across % w->strideWidth;
            *offsets++ = plane * plane_size(p) + down / w->strideHeight * p->pitch + across / w->strideWidth;
        }
    }
}

static inline void fill_planes(const float *map, const CnnsWindow *w, const Planes *p, float *plane) {
    for (ptrdiff_t down = 0; down < p->planesDown; down++) {
        for (ptrdiff_t across = 0; across < p->planesAcross; across++) {
            for (ptrdiff_t row = 0; row < p->rows; row++, plane += p->pitch) {
                const ptrdiff_t y = row * w->strideHeight + down - w->padTop;
                if (y < 0 || y >= w->inputHeight) {
                    memset(plane, 0, (size_t)p->pitch * sizeof(float));
                } else {
                    cnns_copy_row(map + y * w->inputWidth, across - w->padLeft, w->strideWidth, w->inputWidth, 0, p->pitch, plane);
                }
            }
        }
    }
}

/* The sums of `count` neighboring results; count is a constant, so that they stay in registers. */
static inline __attribute__((always_inline)) void sum_taps(const float *planes, const ptrdiff_t *offsets, const float *kernel,
                                                           ptrdiff_t tapCount, int count, float *restrict results) {
    float sums[LONG_RUN];
    for (int i = 0; i < count; i++) sums[i] = 0;
    for (ptrdiff_t tap = 0; tap < tapCount; tap++) {
        const float weight = kernel[tap], *values = planes + offsets[tap];
        for (int i = 0; i < count; i++) sums[i] += weight * values[i];
    }
    for (int i = 0; i < count; i++) results[i] = sums[i];
}

CNNS_VARIANTS
void cnns_depthwise(const float *input, const float *kernels, ptrdiff_t firstChannel, ptrdiff_t channelCount,
                    ptrdiff_t multiplier, const CnnsWindow *window, const CnnsEpilogue *epilogue, float *scratch, float *output) {
    const CnnsWindow w = *window;
    const Planes p = planes_for(&w);
    const ptrdiff_t tapCount = w.kernelHeight * w.kernelWidth, planeCount = p.planesDown * p.planesAcross;
    ptrdiff_t *offsets = (ptrdiff_t *)scratch;
    float *planes = (float *)(offsets + tapCount), *results = planes + planeCount * plane_size(&p) + SHORT_RUN;
    fill_offsets(&w, &p, offsets);
    memset(results - SHORT_RUN, 0, SHORT_RUN * sizeof(float));
    for (ptrdiff_t c = firstChannel; c < firstChannel + channelCount; c++) {
        if (c == firstChannel || c % multiplier == 0) fill_planes(input + c / multiplier * w.inputHeight * w.inputWidth, &w, &p, planes);
        const float *kernel = kernels + c * tapCount;
        ptrdiff_t i = 0;
        for (; i + LONG_RUN <= p.resultCount; i += LONG_RUN) sum_taps(planes + i, offsets, kernel, tapCount, LONG_RUN, results + i);
        for (; i < p.resultCount; i += SHORT_RUN) sum_taps(planes + i, offsets, kernel, tapCount, SHORT_RUN, results + i);
        for (ptrdiff_t row = 0; row < w.outputHeight; row++) {
            const ptrdiff_t place = (c * w.outputHeight + row) * w.outputWidth;
            memcpy(output + place, results + row * p.pitch, (size_t)w.outputWidth * sizeof(float));
            cnns_finish_row(output + place, w.outputWidth, epilogue, c, epilogue->residual ? epilogue->residual + place : NULL);
        }
    }
}
