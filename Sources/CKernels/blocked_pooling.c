#include "blocked_pooling.h"

#include "blocked.h"

#if defined(CNNS_WIDE)

/* What two parts of a window come to. For maxima the second operand wins where either is not a number; what is not a number has to stay. */
WIDE_INLINE __m512 merge(const int isMaximum, __m512 result, __m512 numbers) {
    if (!isMaximum) return _mm512_add_ps(result, numbers);
    return _mm512_mask_max_ps(result, _mm512_cmp_ps_mask(result, result, _CMP_ORD_Q), result, numbers);
}

WIDE_INLINE __m512 pool_window(const int isMaximum, const float *input, const CnnsMapView *view, const CnnsFilters *w, CnnsSpan rows,
                               CnnsSpan columns) {
    const __m512 start = isMaximum ? _mm512_set1_ps(-__builtin_inff()) : _mm512_setzero_ps();
    __m512 result = start;
    /* Column by column, as pool_run does, so that sums round as they do there. */
    for (ptrdiff_t kx = columns.start; kx < columns.end; kx++) {
        __m512 column = start;
        for (ptrdiff_t ky = rows.start; ky < rows.end; ky++) {
            const ptrdiff_t place = ky * w->dilationHeight * view->rowPitch + kx * w->dilationWidth * CNNS_BLOCK;
            column = merge(isMaximum, column, _mm512_loadu_ps(input + place));
        }
        result = merge(isMaximum, result, column);
    }
    return result;
}

/* A run of windows that lie on the map as a whole: columns are gone through once, those that two windows share are kept. Kernel and stride
   are constants. */
WIDE_INLINE void pool_run(const int isMaximum, const int kernel, const int stride, const float *input, ptrdiff_t rowPitch, ptrdiff_t count,
                          float *output) {
    __m512 columns[4];
    const __m512 area = _mm512_set1_ps((float)(kernel * kernel));
    for (ptrdiff_t x = 0; x < count; x++, output += CNNS_BLOCK) {
        const int kept = x > 0 && kernel > stride ? kernel - stride : 0;
#pragma clang loop unroll(full)
        for (int c = 0; c < kernel; c++) {
            if (c < kept) {
                columns[c] = columns[c + stride];
                continue;
            }
            columns[c] = _mm512_loadu_ps(input + (x * stride + c) * CNNS_BLOCK);
#pragma clang loop unroll(full)
            for (int y = 1; y < kernel; y++) {
                columns[c] = merge(isMaximum, columns[c], _mm512_loadu_ps(input + y * rowPitch + (x * stride + c) * CNNS_BLOCK));
            }
        }
        __m512 result = columns[0];
#pragma clang loop unroll(full)
        for (int c = 1; c < kernel; c++) result = merge(isMaximum, result, columns[c]);
        _mm512_storeu_ps(output, isMaximum ? result : _mm512_div_ps(result, area));
    }
}

typedef void Run(const float *input, ptrdiff_t rowPitch, ptrdiff_t count, float *output);

#define RUN(name, isMaximum, kernel, stride)                                                                                    \
    WIDE static void name(const float *input, ptrdiff_t rowPitch, ptrdiff_t count, float *output) {                             \
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

WIDE_INLINE void pool_maps(const int isMaximum, const CnnsBlockedJob *job, const CnnsPool *pool, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    const CnnsFilters *w = &pool->window;
    const ptrdiff_t area = w->kernelHeight * w->kernelWidth;
    Run *const run = run_for(w, isMaximum);
    const CnnsSpan whole = run ? whole_windows(pool, job->width) : (CnnsSpan){0, 0};
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const ptrdiff_t top = y * w->strideHeight - pool->padTop;
            const CnnsSpan rows = cnns_span_inside(top, w->dilationHeight, pool->inputHeight, w->kernelHeight);
            const int isWhole = run && rows.end - rows.start == w->kernelHeight && whole.end > whole.start;
            if (isWhole) {
                run(job->input.values + block * job->input.blockPitch + top * job->input.rowPitch
                        + (whole.start * w->strideWidth - pool->padLeft) * CNNS_BLOCK,
                    job->input.rowPitch, whole.end - whole.start,
                    job->output.values + block * job->output.blockPitch + y * job->output.rowPitch + whole.start * CNNS_BLOCK);
            }
            for (ptrdiff_t x = 0; x < job->width; x++) {
                if (isWhole && x == whole.start) x = whole.end;
                if (x >= job->width) break;
                const ptrdiff_t left = x * w->strideWidth - pool->padLeft;
                const CnnsSpan columns = cnns_span_inside(left, w->dilationWidth, pool->inputWidth, w->kernelWidth);
                const float *input = job->input.values + block * job->input.blockPitch + top * job->input.rowPitch + left * CNNS_BLOCK;
                __m512 result = pool_window(isMaximum, input, &job->input, w, rows, columns);
                if (!isMaximum) {
                    const ptrdiff_t count = pool->countsPadding ? area : (rows.end - rows.start) * (columns.end - columns.start);
                    result = _mm512_div_ps(result, _mm512_set1_ps((float)cnns_max(count, 1)));
                }
                _mm512_storeu_ps(
                    job->output.values + block * job->output.blockPitch + y * job->output.rowPitch + x * CNNS_BLOCK, result);
            }
        }
    }
}

WIDE void cnns_pool_blocked(const CnnsBlockedJob *job, const CnnsPool *pool, int isMaximum, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    if (isMaximum) {
        pool_maps(1, job, pool, firstBlock, endBlock);
    } else {
        pool_maps(0, job, pool, firstBlock, endBlock);
    }
}

WIDE void cnns_average_blocked(const CnnsMapView *maps, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width, float *means) {
    const __m512d count = _mm512_set1_pd((double)(height * width));
    for (ptrdiff_t channel = 0; channel < channelCount; channel += CNNS_BLOCK) {
        __m512d low = _mm512_setzero_pd(), high = _mm512_setzero_pd();
        for (ptrdiff_t y = 0; y < height; y++) {
            const float *row = maps->values + channel / CNNS_BLOCK * maps->blockPitch + y * maps->rowPitch;
            for (ptrdiff_t x = 0; x < width * CNNS_BLOCK; x += CNNS_BLOCK) {
                low = _mm512_add_pd(low, _mm512_cvtps_pd(_mm256_loadu_ps(row + x)));
                high = _mm512_add_pd(high, _mm512_cvtps_pd(_mm256_loadu_ps(row + x + 8)));
            }
        }
        float mean[CNNS_BLOCK];
        _mm256_storeu_ps(mean, _mm512_cvtpd_ps(_mm512_div_pd(low, count)));
        _mm256_storeu_ps(mean + 8, _mm512_cvtpd_ps(_mm512_div_pd(high, count)));
        for (ptrdiff_t c = 0; c < cnns_min(CNNS_BLOCK, channelCount - channel); c++) means[channel + c] = mean[c];
    }
}

WIDE void cnns_add_blocked(const CnnsBlockedJob *job, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const float *first = job->input.values + block * job->input.blockPitch + y * job->input.rowPitch;
            const float *second = job->residual.values + block * job->residual.blockPitch + y * job->residual.rowPitch;
            float *output = job->output.values + block * job->output.blockPitch + y * job->output.rowPitch;
            for (ptrdiff_t x = 0; x < job->width * CNNS_BLOCK; x += CNNS_BLOCK) {
                _mm512_storeu_ps(output + x, _mm512_add_ps(_mm512_loadu_ps(first + x), _mm512_loadu_ps(second + x)));
            }
        }
    }
}

#else

void cnns_pool_blocked(const CnnsBlockedJob *job, const CnnsPool *pool, int isMaximum, ptrdiff_t firstBlock, ptrdiff_t endBlock) {}
void cnns_average_blocked(const CnnsMapView *maps, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width, float *means) {}
void cnns_add_blocked(const CnnsBlockedJob *job, ptrdiff_t firstBlock, ptrdiff_t endBlock) {}

#endif
