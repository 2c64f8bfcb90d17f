#include "blocked_pooling.h"

#include "blocked.h"

#if defined(CNNS_WIDE)

WIDE_INLINE __m512 pool_window(const int isMaximum, const float *input, const CnnsMapView *view, const CnnsFilters *w, CnnsSpan rows,
                               CnnsSpan columns) {
    __m512 result = isMaximum ? _mm512_set1_ps(-__builtin_inff()) : _mm512_setzero_ps();
    for (ptrdiff_t ky = rows.start; ky < rows.end; ky++) {
        for (ptrdiff_t kx = columns.start; kx < columns.end; kx++) {
            const __m512 numbers = _mm512_loadu_ps(input + ky * w->dilationHeight * view->rowPitch + kx * w->dilationWidth * CNNS_BLOCK);
            if (isMaximum) {
                /* The second operand wins where either is not a number; what is not a number has to stay. */
                result = _mm512_mask_max_ps(result, _mm512_cmp_ps_mask(result, result, _CMP_ORD_Q), result, numbers);
            } else {
                result = _mm512_add_ps(result, numbers);
            }
        }
    }
    return result;
}

WIDE_INLINE void pool_maps(const int isMaximum, const CnnsBlockedJob *job, const CnnsPool *pool, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    const CnnsFilters *w = &pool->window;
    const ptrdiff_t area = w->kernelHeight * w->kernelWidth;
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const ptrdiff_t top = y * w->strideHeight - pool->padTop;
            const CnnsSpan rows = cnns_span_inside(top, w->dilationHeight, pool->inputHeight, w->kernelHeight);
            for (ptrdiff_t x = 0; x < job->width; x++) {
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
