/* Maxima and averages of windows that slide over blocked maps, and of whole maps. */

#include "../include/blocked_pooling.h"
#include "vector.h"

/* What two parts of a window come to. What is not a number stays. */
VECTOR_INLINE Vector merge(const int isMaximum, Vector result, Vector numbers) {
    return isMaximum ? greater(result, numbers) : result + numbers;
}

VECTOR_INLINE Vector pool_window(const int isMaximum, const float *input, const CnnsMapView *view, const CnnsFilters *w, CnnsSpan rows,
                               CnnsSpan columns) {
    const Vector start = isMaximum ? all(-__builtin_inff()) : all(0);
    Vector result = start;
    /* Column by column, as pool_run does, so that sums round as they do there. */
    for (ptrdiff_t kx = columns.start; kx < columns.end; kx++) {
        Vector column = start;
        for (ptrdiff_t ky = rows.start; ky < rows.end; ky++) {
            const ptrdiff_t place = ky * w->dilationHeight * view->rowPitch + kx * w->dilationWidth * CNNS_BLOCK;
            column = merge(isMaximum, column, load(input + place));
        }
        result = merge(isMaximum, result, column);
    }
    return result;
}

/* A run of windows that lie on the map as a whole: columns are gone through once, those that two windows share are kept. Kernel and stride
   are constants. */
VECTOR_INLINE void pool_run(const int isMaximum, const int kernel, const int stride, const float *input, ptrdiff_t rowPitch, ptrdiff_t count,
                          float *output) {
    Vector columns[4];
    const Vector area = all((float)(kernel * kernel));
    for (ptrdiff_t x = 0; x < count; x++, output += CNNS_BLOCK) {
        const int kept = x > 0 && kernel > stride ? kernel - stride : 0;
#pragma clang loop unroll(full)
        for (int c = 0; c < kernel; c++) {
            if (c < kept) {
                columns[c] = columns[c + stride];
                continue;
            }
            columns[c] = load(input + (x * stride + c) * CNNS_BLOCK);
#pragma clang loop unroll(full)
            for (int y = 1; y < kernel; y++) {
                columns[c] = merge(isMaximum, columns[c], load(input + y * rowPitch + (x * stride + c) * CNNS_BLOCK));
            }
        }
        Vector result = columns[0];
#pragma clang loop unroll(full)
        for (int c = 1; c < kernel; c++) result = merge(isMaximum, result, columns[c]);
        store(output, isMaximum ? result : result / area);
    }
}

typedef void Run(const float *input, ptrdiff_t rowPitch, ptrdiff_t count, float *output);

#define RUN(name, isMaximum, kernel, stride)                                                                                    \
    static void name(const float *input, ptrdiff_t rowPitch, ptrdiff_t count, float *output) {                             \
        pool_run(isMaximum, kernel, stride, input, rowPitch, count, output);                                                    \
    }
RUN(maximum3x2, 1, 3, 2) RUN(maximum2x2, 1, 2, 2) RUN(maximum3x1, 1, 3, 1)
RUN(average3x2, 0, 3, 2) RUN(average2x2, 0, 2, 2) RUN(average3x1, 0, 3, 1)

/* The function for whole windows; NULL where they are unusual. */
static Run *run_for(const CnnsFilters *w, int isMaximum) {
    if (w->kernelHeight != w->kernelWidth || w->dilationHeight != 1 || w->dilationWidth != 1) return NULL;
    if (w->kernelWidth == 3 && w->strideWidth == 2) return isMaximum ? maximum3x2 : average3x2;
    if (w->kernelWidth == 2 && w->strideWidth == 2) return isMaximum ? maximum2x2 : average2x2;
    return w->kernelWidth == 3 && w->strideWidth == 1 ? isMaximum ? maximum3x1 : average3x1 : NULL;
}

/* The windows of a row, from first ..< end, that lie on the map as a whole. */
static CnnsSpan whole_windows(const CnnsPool *pool, ptrdiff_t count) {
    const ptrdiff_t stride = pool->window.strideWidth, room = pool->inputWidth + pool->padLeft - pool->window.kernelWidth;
    const ptrdiff_t first = (pool->padLeft + stride - 1) / stride, end = room < 0 ? 0 : room / stride + 1;
    return (CnnsSpan){cnns_min(first, count), cnns_max(cnns_min(end, count), cnns_min(first, count))};
}

/* One row of one vector of channels; `top` and `input` are where its first window begins, in the map or outside of it. `run` is for the
   windows `whole`; it may be NULL. */
VECTOR_INLINE void pool_row(const int isMaximum, const CnnsBlockedJob *job, const CnnsPool *pool, Run *run, CnnsSpan whole, ptrdiff_t top,
                            const float *input, float *output) {
    const CnnsFilters *w = &pool->window;
    const CnnsSpan rows = cnns_span_inside(top, w->dilationHeight, pool->inputHeight, w->kernelHeight);
    if (!run || rows.end - rows.start < w->kernelHeight) whole = (CnnsSpan){0, 0};
    if (whole.end > whole.start) {
        run(input + whole.start * w->strideWidth * CNNS_BLOCK, job->input.rowPitch, whole.end - whole.start,
            output + whole.start * CNNS_BLOCK);
    }
    for (ptrdiff_t x = 0; x < job->width; x++) {
        if (x == whole.start) x = whole.end;
        if (x >= job->width) break;
        const ptrdiff_t left = x * w->strideWidth - pool->padLeft;
        const CnnsSpan columns = cnns_span_inside(left, w->dilationWidth, pool->inputWidth, w->kernelWidth);
        Vector result = pool_window(isMaximum, input + x * w->strideWidth * CNNS_BLOCK, &job->input, w, rows, columns);
        if (!isMaximum) {
            const ptrdiff_t held = (rows.end - rows.start) * (columns.end - columns.start);
            const ptrdiff_t count = pool->countsPadding ? w->kernelHeight * w->kernelWidth : held;
            result /= all((float)cnns_max(count, 1));
        }
        store(output + x * CNNS_BLOCK, result);
    }
}

/* See cnns_pool_blocked. */
static void pool(const CnnsBlockedJob *job, const CnnsPool *pool, int isMaximum, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    Run *const run = run_for(&pool->window, isMaximum);
    const CnnsSpan whole = whole_windows(pool, job->width);
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const ptrdiff_t top = y * pool->window.strideHeight - pool->padTop;
            const float *input = job->input.values + block * job->input.blockPitch + top * job->input.rowPitch - pool->padLeft * CNNS_BLOCK;
            float *output = job->output.values + block * job->output.blockPitch + y * job->output.rowPitch;
            for (ptrdiff_t lane = 0; lane < CNNS_BLOCK; lane += LANES) {
                if (isMaximum) {
                    pool_row(1, job, pool, run, whole, top, input + lane, output + lane);
                } else {
                    pool_row(0, job, pool, run, whole, top, input + lane, output + lane);
                }
            }
        }
    }
}

/* See cnns_average_blocked. Sums have twice the digits: there are as many as a map has places. */
static void average_maps(const CnnsMapView *maps, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width, float *means) {
    for (ptrdiff_t channel = 0; channel < channelCount; channel += LANES) {
        DoubleVector sum = 0;
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *row =
                maps->values + channel / CNNS_BLOCK * maps->blockPitch + y * maps->rowPitch + channel % CNNS_BLOCK;
            for (ptrdiff_t x = 0; x < width * CNNS_BLOCK; x += CNNS_BLOCK) sum += __builtin_convertvector(load(row + x), DoubleVector);
        }
        store_some(means + channel, channelCount - channel, __builtin_convertvector(sum / (double)(height * width), Vector));
    }
}
