#include "span.h"
#include "wide_convolution.h"

/* Each channel by itself: VECTOR neighboring results of up to ROWS rows in registers while the taps of the window go by. */

#if defined(__x86_64__)
#include <immintrin.h>

enum { ROWS = 8, VECTOR = 16, MOST_TAPS = 5 };

/* How the numbers under one tap stand in a row of the input. */
typedef enum { NEIGHBORS, EVERY_OTHER, APART } Step;

/* A block of results of one channel. */
typedef struct {
    /* Where the number under the first tap of the block's first result is, or would be. */
    const float *input;
    const float *kernel;
    const float *residual;
    float *output;
    ptrdiff_t inputWidth, outputWidth;
    /* The place in the map of the number under the first tap of the first result, negative in the padding, and the map's extents. */
    ptrdiff_t top, left, height;
    /* Of the block, at most VECTOR. */
    int width;
    float scale, shift, low, high;
} Block;

#define WIDE __attribute__((target("avx512f")))
#define WIDE_INLINE static inline __attribute__((target("avx512f"), always_inline))

/* Lanes below count. */
WIDE_INLINE __mmask16 first_lanes(ptrdiff_t count) {
    return (__mmask16)(count >= VECTOR ? 0xFFFF : (1u << (count < 0 ? 0 : count)) - 1);
}

/* Lanes whose places left, left + step, ... of a row lie on the map. */
WIDE_INLINE __mmask16 lanes_on_map(const Block *b, ptrdiff_t left, ptrdiff_t step) {
    const __mmask16 before = left < 0 ? first_lanes((-left + step - 1) / step) : 0;
    const __mmask16 within = left < b->inputWidth ? first_lanes((b->inputWidth - left + step - 1) / step) : 0;
    return first_lanes(b->width) & within & (__mmask16)~before;
}

/* The lanes to load for a row's numbers: of the numbers themselves, or of two vectors that hold every other of them. */
typedef struct {
    __mmask16 low, high;
} Lanes;

WIDE_INLINE Lanes lanes_to_load(const Step step, const Block *b, ptrdiff_t left, ptrdiff_t stride) {
    if (step != EVERY_OTHER) return (Lanes){lanes_on_map(b, left, stride), 0};
    const ptrdiff_t end = cnns_min(b->inputWidth - left, 2 * b->width - 1);
    const __mmask16 before = left < 0 ? first_lanes(-left) : 0;
    return (Lanes){first_lanes(end) & (__mmask16)~before, first_lanes(end - VECTOR)};
}

/* The numbers of a row, zeros outside of the map. */
WIDE_INLINE __m512 load_places(const Step step, const float *source, Lanes lanes, __m512i places) {
    if (step == NEIGHBORS) return _mm512_maskz_loadu_ps(lanes.low, source);
    if (step == APART) return _mm512_mask_i32gather_ps(_mm512_setzero_ps(), lanes.low, places, source, sizeof(float));
    const __m512 low = _mm512_maskz_loadu_ps(lanes.low, source), high = _mm512_maskz_loadu_ps(lanes.high, source + VECTOR);
    return _mm512_permutex2var_ps(low, places, high);
}

WIDE_INLINE void finish_block(const int rows, const __m512 sums[ROWS], const Block *b) {
    const __mmask16 mask = first_lanes(b->width);
    const __m512 scale = _mm512_set1_ps(b->scale), shift = _mm512_set1_ps(b->shift);
    const __m512 low = _mm512_set1_ps(b->low), high = _mm512_set1_ps(b->high);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        __m512 value = _mm512_fmadd_ps(sums[r], scale, shift);
        if (b->residual) value = _mm512_add_ps(value, _mm512_maskz_loadu_ps(mask, b->residual + r * b->outputWidth));
        /* The second operand wins where it is not a number. */
        value = _mm512_min_ps(high, _mm512_max_ps(low, value));
        _mm512_mask_storeu_ps(b->output + r * b->outputWidth, mask, value);
    }
}

WIDE_INLINE void sum_block(const Step step, const int rows, const Block *b, const CnnsFilters *f) {
    const __m512i lanes = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    const __m512i places = _mm512_mullo_epi32(lanes, _mm512_set1_epi32(step == EVERY_OTHER ? 2 : (int)f->strideWidth));
    const ptrdiff_t rowStep = f->strideHeight * b->inputWidth;
    __m512 sums[ROWS];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r] = _mm512_setzero_ps();
    for (ptrdiff_t ky = 0; ky < f->kernelHeight; ky++) {
        for (ptrdiff_t kx = 0; kx < f->kernelWidth; kx++) {
            const ptrdiff_t top = b->top + ky * f->dilationHeight, left = b->left + kx * f->dilationWidth;
            const Lanes loaded = lanes_to_load(step, b, left, f->strideWidth);
            const float *source = b->input + ky * f->dilationHeight * b->inputWidth + kx * f->dilationWidth;
            const __m512 weight = _mm512_set1_ps(b->kernel[ky * f->kernelWidth + kx]);
#pragma clang loop unroll(full)
            for (int r = 0; r < rows; r++) {
                const ptrdiff_t y = top + r * f->strideHeight;
                if (y < 0 || y >= b->height) continue;
                sums[r] = _mm512_fmadd_ps(weight, load_places(step, source + r * rowStep, loaded, places), sums[r]);
            }
        }
    }
    finish_block(rows, sums, b);
}

/* Of neighbors one row apart, each number is loaded once for all the taps of a column of the kernel. */
WIDE_INLINE void sum_columns(const int rows, const int kernelHeight, const Block *b, const CnnsFilters *f) {
    __m512 sums[ROWS], weights[MOST_TAPS];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) sums[r] = _mm512_setzero_ps();
    for (ptrdiff_t kx = 0; kx < f->kernelWidth; kx++) {
        const float *column = b->input + kx * f->dilationWidth;
        const __mmask16 mask = lanes_on_map(b, b->left + kx * f->dilationWidth, 1);
#pragma clang loop unroll(full)
        for (int ky = 0; ky < kernelHeight; ky++) weights[ky] = _mm512_set1_ps(b->kernel[ky * f->kernelWidth + kx]);
#pragma clang loop unroll(full)
        for (int y = 0; y < rows + kernelHeight - 1; y++) {
            if (b->top + y < 0 || b->top + y >= b->height) continue;
            const __m512 values = _mm512_maskz_loadu_ps(mask, column + y * b->inputWidth);
#pragma clang loop unroll(full)
            for (int ky = 0; ky < kernelHeight; ky++) {
                if (y - ky >= 0 && y - ky < rows) sums[y - ky] = _mm512_fmadd_ps(weights[ky], values, sums[y - ky]);
            }
        }
    }
    finish_block(rows, sums, b);
}

typedef void SumBlock(const Block *block, const CnnsFilters *filters);

#define SUM_BLOCK(step, rows)                                                          \
    WIDE static void sum_##step##_##rows(const Block *block, const CnnsFilters *f) {   \
        sum_block(step, rows, block, f);                                               \
    }
#define SUM_BLOCKS(step)                                                                                              \
    SUM_BLOCK(step, 1) SUM_BLOCK(step, 2) SUM_BLOCK(step, 3) SUM_BLOCK(step, 4) SUM_BLOCK(step, 5) SUM_BLOCK(step, 6) \
    SUM_BLOCK(step, 7) SUM_BLOCK(step, 8)
SUM_BLOCKS(NEIGHBORS)
SUM_BLOCKS(EVERY_OTHER)
SUM_BLOCKS(APART)

#define SUM_BLOCK_NAMES(step) \
    {0, sum_##step##_1, sum_##step##_2, sum_##step##_3, sum_##step##_4, sum_##step##_5, sum_##step##_6, sum_##step##_7, sum_##step##_8}
static SumBlock *const sum_blocks[3][ROWS + 1] = {SUM_BLOCK_NAMES(NEIGHBORS), SUM_BLOCK_NAMES(EVERY_OTHER), SUM_BLOCK_NAMES(APART)};

#define SUM_COLUMNS(height, rows)                                                                \
    WIDE static void sum_columns_##height##_##rows(const Block *block, const CnnsFilters *f) {  \
        sum_columns(rows, height, block, f);                                                     \
    }
#define ALL_SUM_COLUMNS(height)                                                                                 \
    SUM_COLUMNS(height, 1) SUM_COLUMNS(height, 2) SUM_COLUMNS(height, 3) SUM_COLUMNS(height, 4)                 \
    SUM_COLUMNS(height, 5) SUM_COLUMNS(height, 6) SUM_COLUMNS(height, 7) SUM_COLUMNS(height, 8)
ALL_SUM_COLUMNS(3)
ALL_SUM_COLUMNS(5)

#define SUM_COLUMNS_NAMES(height)                                                                                      \
    {0, sum_columns_##height##_1, sum_columns_##height##_2, sum_columns_##height##_3, sum_columns_##height##_4,        \
     sum_columns_##height##_5, sum_columns_##height##_6, sum_columns_##height##_7, sum_columns_##height##_8}
static SumBlock *const column_blocks[2][ROWS + 1] = {SUM_COLUMNS_NAMES(3), SUM_COLUMNS_NAMES(5)};

/* The functions for blocks of each number of rows. */
static SumBlock *const *functions_for(const CnnsFilters *f) {
    if (f->strideWidth == 1 && f->strideHeight == 1 && f->dilationHeight == 1) {
        if (f->kernelHeight == 3) return column_blocks[0];
        if (f->kernelHeight == 5) return column_blocks[1];
    }
    return sum_blocks[f->strideWidth == 1 ? NEIGHBORS : f->strideWidth == 2 ? EVERY_OTHER : APART];
}

void cnns_depthwise_wide(const CnnsMaps *maps, const CnnsFilters *filters, const float *kernels, ptrdiff_t firstChannel,
                         ptrdiff_t channelCount, ptrdiff_t multiplier, ptrdiff_t padTop, ptrdiff_t padLeft,
                         const CnnsEpilogue *epilogue) {
    const CnnsMaps m = *maps;
    const ptrdiff_t height = m.pixelCount / m.outputWidth, kernelArea = filters->kernelHeight * filters->kernelWidth;
    const ptrdiff_t bands = (height + ROWS - 1) / ROWS;
    SumBlock *const *functions = functions_for(filters);
    for (ptrdiff_t c = firstChannel; c < firstChannel + channelCount; c++) {
        const float *input = m.input + c / multiplier * m.inputPlane;
        for (ptrdiff_t x = 0; x < m.outputWidth; x += VECTOR) {
            for (ptrdiff_t band = 0; band < bands; band++) {
                const ptrdiff_t y = height * band / bands, rows = height * (band + 1) / bands - y;
                const ptrdiff_t place = c * m.pixelCount + y * m.outputWidth + x;
                const ptrdiff_t top = y * filters->strideHeight - padTop, left = x * filters->strideWidth - padLeft;
                const Block block = {input + top * m.inputWidth + left,
                                     kernels + c * kernelArea,
                                     m.residual ? m.residual + place : NULL,
                                     m.output + place,
                                     m.inputWidth,
                                     m.outputWidth,
                                     top,
                                     left,
                                     m.inputPlane / m.inputWidth,
                                     (int)cnns_min(VECTOR, m.outputWidth - x),
                                     epilogue->scale ? epilogue->scale[c] : 1,
                                     epilogue->shift ? epilogue->shift[c] : 0,
                                     epilogue->low,
                                     epilogue->high};
                functions[rows](&block, filters);
            }
        }
    }
}

#else

void cnns_depthwise_wide(const CnnsMaps *maps, const CnnsFilters *filters, const float *kernels, ptrdiff_t firstChannel,
                         ptrdiff_t channelCount, ptrdiff_t multiplier, ptrdiff_t padTop, ptrdiff_t padLeft,
                         const CnnsEpilogue *epilogue) {}

#endif
