#include "blocked_convolution.h"

#include "blocked.h"
#include "span.h"

/* A tile of up to 14 places of one row of one block of channels stays in registers. Row by row of the kernel, its weights are
   loaded once, and each vector of the input once for all the taps that it meets. */

#if defined(CNNS_WIDE)

enum { PLACES = 14, VECTOR = CNNS_BLOCK };

/* Of one block of channels. */
typedef struct {
    const float *weights;
    const CnnsFilters *filters;
    ptrdiff_t rowStep;
    /* Rows of the kernel that lie on the input. */
    CnnsSpan rows;
    BlockEpilogue epilogue;
} Shape;

/* One tile; places, taps (of a row of the kernel) and stride are constants. */
WIDE_INLINE void sum_tile(const int places, const int taps, const int stride, const float *input, const Shape *s, const float *residual,
                          float *output) {
    __m512 sums[PLACES];
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) sums[p] = _mm512_setzero_ps();
    for (ptrdiff_t ky = s->rows.start; ky < s->rows.end; ky++) {
        const float *weights = s->weights + ky * taps * VECTOR, *line = input + ky * s->rowStep;
        __m512 row[7];
#pragma clang loop unroll(full)
        for (int kx = 0; kx < taps; kx++) row[kx] = _mm512_loadu_ps(weights + kx * VECTOR);
#pragma clang loop unroll(full)
        for (int x = 0; x < (places - 1) * stride + taps; x++) {
            const __m512 numbers = _mm512_loadu_ps(line + x * VECTOR);
#pragma clang loop unroll(full)
            for (int kx = 0; kx < taps; kx++) {
                const int p = (x - kx) / stride;
                if (x >= kx && (x - kx) % stride == 0 && p < places) sums[p] = _mm512_fmadd_ps(row[kx], numbers, sums[p]);
            }
        }
    }
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
        finish_vector(sums[p], &s->epilogue, residual ? residual + p * VECTOR : NULL, output + p * VECTOR);
    }
}

/* Any kernel and stride, place by place. */
WIDE static void sum_places(ptrdiff_t places, const float *input, const Shape *s, const float *residual, float *output) {
    const CnnsFilters *f = s->filters;
    for (ptrdiff_t p = 0; p < places; p++) {
        __m512 sum = _mm512_setzero_ps();
        for (ptrdiff_t ky = s->rows.start; ky < s->rows.end; ky++) {
            for (ptrdiff_t kx = 0; kx < f->kernelWidth; kx++) {
                const float *numbers = input + ky * s->rowStep + (p * f->strideWidth + kx * f->dilationWidth) * VECTOR;
                const __m512 weight = _mm512_loadu_ps(s->weights + (ky * f->kernelWidth + kx) * VECTOR);
                sum = _mm512_fmadd_ps(weight, _mm512_loadu_ps(numbers), sum);
            }
        }
        finish_vector(sum, &s->epilogue, residual ? residual + p * VECTOR : NULL, output + p * VECTOR);
    }
}

typedef void Tile(const float *input, const Shape *shape, const float *residual, float *output);

#define TILE(places, taps, stride)                                                                                               \
    WIDE static void tile##places##_##taps##_##stride(const float *input, const Shape *shape, const float *residual,             \
                                                      float *output) {                                                           \
        sum_tile(places, taps, stride, input, shape, residual, output);                                                          \
    }
#define TILES(t, s)                                                                                                              \
    TILE(1, t, s) TILE(2, t, s) TILE(3, t, s) TILE(4, t, s) TILE(5, t, s) TILE(6, t, s) TILE(7, t, s)                            \
    TILE(8, t, s) TILE(9, t, s) TILE(10, t, s) TILE(11, t, s) TILE(12, t, s) TILE(13, t, s) TILE(14, t, s)
TILES(3, 1) TILES(3, 2) TILES(5, 1) TILES(5, 2) TILES(7, 1)

#define NAMES(t, s)                                                                                                              \
    {NULL,          tile1_##t##_##s,  tile2_##t##_##s,  tile3_##t##_##s,  tile4_##t##_##s,                                       \
     tile5_##t##_##s,  tile6_##t##_##s,  tile7_##t##_##s,  tile8_##t##_##s,  tile9_##t##_##s,                                    \
     tile10_##t##_##s, tile11_##t##_##s, tile12_##t##_##s, tile13_##t##_##s, tile14_##t##_##s}
static Tile *const tiles[5][PLACES + 1] = {NAMES(3, 1), NAMES(3, 2), NAMES(5, 1), NAMES(5, 2), NAMES(7, 1)};

static Tile *const *functions_for(const CnnsFilters *f) {
    if (f->dilationWidth != 1) return NULL;
    if (f->kernelWidth == 3 && f->strideWidth <= 2) return tiles[f->strideWidth - 1];
    if (f->kernelWidth == 5 && f->strideWidth <= 2) return tiles[f->strideWidth + 1];
    return f->kernelWidth == 7 && f->strideWidth == 1 ? tiles[4] : NULL;
}

WIDE void cnns_convolve_blocked_depthwise(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, const float *packed,
                                          ptrdiff_t firstBlock, ptrdiff_t endBlock, const CnnsEpilogue *epilogue) {
    Tile *const *functions = functions_for(f);
    for (const CnnsBlockedJob *job = jobs; job < jobs + jobCount; job++) {
        const ptrdiff_t count = (job->width + PLACES - 1) / PLACES;
        for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
            Shape s = {packed + block * f->kernelHeight * f->kernelWidth * VECTOR,
                       f,
                       f->dilationHeight * job->input.rowPitch,
                       {0, 0},
                       block_epilogue(epilogue, block * VECTOR, f->filterCount)};
            for (ptrdiff_t row = 0; row < job->height; row++) {
                const ptrdiff_t top = row * f->strideHeight - job->firstInputRow;
                s.rows = cnns_span_inside(top, f->dilationHeight, job->endInputRow - job->firstInputRow, f->kernelHeight);
                const float *input = job->input.values + block * job->input.blockPitch + top * job->input.rowPitch;
                const float *residual = job->residual.values
                    ? job->residual.values + block * job->residual.blockPitch + row * job->residual.rowPitch
                    : NULL;
                float *output = job->output.values + block * job->output.blockPitch + row * job->output.rowPitch;
                if (!functions) {
                    sum_places(job->width, input, &s, residual, output);
                    continue;
                }
                for (ptrdiff_t tile = 0; tile < count; tile++) {
                    const ptrdiff_t x = job->width * tile / count, places = job->width * (tile + 1) / count - x;
                    functions[places](input + x * f->strideWidth * VECTOR, &s, residual ? residual + x * VECTOR : NULL,
                                      output + x * VECTOR);
                }
            }
        }
    }
}

#else

void cnns_convolve_blocked_depthwise(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *filters, const float *packed,
                                     ptrdiff_t firstBlock, ptrdiff_t endBlock, const CnnsEpilogue *epilogue) {}

#endif
