#include "blocked_convolution.h"

#include <string.h>

#include "blocked.h"
#include "span.h"

/* A tile of up to 14 places of one row by two blocks of 16 filters stays in 28 registers while the whole depth goes by: two vectors
   of weights are loaded, and each number of the input, broadcast once, feeds two multiplications. So 16 loads go with 28
   multiplications, which is what the processor's ports can do at once. Weights of a pair of blocks are read in a row; places of
   the input are blocks of 16 numbers, each a cache line. */

enum { PLACES = 14, VECTOR = CNNS_BLOCK, PAIR = 2 * VECTOR };
/* Numbers of input and output that are gone through for one pair of filters' blocks before the next pair's turn comes: with the
   weights of the pair they stay in the second-level cache. */
enum { CHUNK = 96 * 1024, MOST_BANDS = 64 };

/* Some rows of one job. */
typedef struct {
    const CnnsBlockedJob *job;
    ptrdiff_t row, rowCount;
} Band;

static ptrdiff_t pair_count(const CnnsFilters *f) { return (f->filterCount + PAIR - 1) / PAIR; }
static ptrdiff_t depth_of(const CnnsFilters *f) { return f->channelCount * f->kernelHeight * f->kernelWidth; }
/* A last block without a partner has panels of its own width. */
static ptrdiff_t pair_width(const CnnsFilters *f, ptrdiff_t pair) { return f->filterCount - pair * PAIR > VECTOR ? PAIR : VECTOR; }

ptrdiff_t cnns_packed_filters_count(const CnnsFilters *f) {
    const ptrdiff_t last = pair_count(f) - 1;
    return (last * PAIR + pair_width(f, last)) * depth_of(f);
}

void cnns_pack_filters(const float *weights, const CnnsFilters *f, ptrdiff_t firstPair, ptrdiff_t endPair, float *packed) {
    const ptrdiff_t area = f->kernelHeight * f->kernelWidth, depth = depth_of(f);
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const ptrdiff_t width = pair_width(f, pair), filters = cnns_min(width, f->filterCount - pair * PAIR);
        float *panel = packed + pair * PAIR * depth;
        for (ptrdiff_t block = 0; block < f->channelCount; block += f->block) {
            const ptrdiff_t channels = cnns_min(f->block, f->channelCount - block);
            const float *source = weights + pair * PAIR * depth + block * area;
            for (ptrdiff_t tap = 0; tap < area; tap++) {
                for (ptrdiff_t c = 0; c < channels; c++, panel += width) {
                    for (ptrdiff_t o = 0; o < filters; o++) panel[o] = source[o * depth + c * area + tap];
                    for (ptrdiff_t o = filters; o < width; o++) panel[o] = 0;
                }
            }
        }
    }
}

void cnns_pack_channel(const float *packed, const CnnsFilters *f, ptrdiff_t channel, float *result) {
    const ptrdiff_t area = f->kernelHeight * f->kernelWidth, depth = depth_of(f), block = channel / VECTOR;
    const ptrdiff_t channels = cnns_min(VECTOR, f->channelCount - block * VECTOR);
    for (ptrdiff_t pair = 0; pair < pair_count(f); pair++) {
        const ptrdiff_t width = pair_width(f, pair);
        const float *panel = packed + pair * PAIR * depth + (block * VECTOR * area + channel % VECTOR) * width;
        for (ptrdiff_t tap = 0; tap < area; tap++, result += width) {
            memcpy(result, panel + tap * channels * width, (size_t)width * sizeof(float));
        }
    }
}

#if defined(CNNS_WIDE)

/* What a tile needs beside its input and weights. */
typedef struct {
    ptrdiff_t channelCount, block, blockPitch, inputStep, kernelHeight, kernelWidth, rowStep, columnStep;
    /* Rows of the kernel that lie on the input. */
    CnnsSpan rows;
    /* Taps of a plain input that stand in a row, as the channels of a block do. */
    ptrdiff_t tapRun;
    int isPlain;
    ptrdiff_t outputBlockPitch, residualBlockPitch;
    BlockEpilogue epilogue[2];
    /* The weights of the next pair that are still to be fetched: they come from afar, and are fetched a few at a time meanwhile. */
    const float *ahead, *aheadEnd;
} Shape;

/* One channel of the input at `places` places, `step` numbers apart, times its weights. */
WIDE_INLINE void add_channel(const int places, const int vectors, ptrdiff_t step, __m512 sums[PLACES][2], const float *input,
                             const float *weights) {
    /* Neighboring taps of a plain input meet the same numbers. To keep them from one to the next costs registers that the sums need:
       the compiler is not to know. */
    if (step <= 2) __asm__("" : "+r"(input));
    const __m512 first = _mm512_loadu_ps(weights), second = vectors > 1 ? _mm512_loadu_ps(weights + VECTOR) : first;
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
        const __m512 number = _mm512_set1_ps(input[p * step]);
        sums[p][0] = _mm512_fmadd_ps(number, first, sums[p][0]);
        if (vectors > 1) sums[p][1] = _mm512_fmadd_ps(number, second, sums[p][1]);
    }
}

/* One tile; places, vectors and, but for 0, step are constants. */
WIDE_INLINE void multiply_tile(const int places, const int vectors, const int constantStep, const float *input, const float *weights,
                               Shape *s, const float *residual, float *output) {
    const ptrdiff_t aheadStep = s->ahead < s->aheadEnd ? PAIR : 0;
    const float *ahead = s->ahead;
    const ptrdiff_t step = constantStep ? constantStep : s->inputStep;
    const ptrdiff_t width = vectors * VECTOR;
    __m512 sums[PLACES][2];
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) sums[p][0] = sums[p][1] = _mm512_setzero_ps();
    for (ptrdiff_t channel = 0; channel < s->channelCount; channel += s->block, input += s->blockPitch) {
        const ptrdiff_t channels = s->isPlain ? s->tapRun : cnns_min(s->block, s->channelCount - channel);
        const ptrdiff_t rowOfWeights = s->kernelWidth * channels * width;
        weights += s->rows.start * rowOfWeights;
        for (ptrdiff_t ky = s->rows.start; ky < s->rows.end; ky++) {
            for (ptrdiff_t kx = 0; kx < s->kernelWidth; kx++) {
                const float *numbers = input + ky * s->rowStep + kx * s->columnStep;
                ptrdiff_t c = 0;
                for (; c + 4 <= channels; c += 4, numbers += 4, weights += 4 * width, ahead += aheadStep) {
                    _mm_prefetch((const char *)ahead, _MM_HINT_T1);
                    _mm_prefetch((const char *)(ahead + VECTOR), _MM_HINT_T1);
#pragma clang loop unroll(full)
                    for (int u = 0; u < 4; u++) add_channel(places, vectors, step, sums, numbers + u, weights + u * width);
                }
                for (; c < channels; c++, numbers++, weights += width) add_channel(places, vectors, step, sums, numbers, weights);
            }
        }
        weights += (s->kernelHeight - s->rows.end) * rowOfWeights;
    }
    s->ahead = ahead;
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) {
#pragma clang loop unroll(full)
        for (int p = 0; p < places; p++) {
            finish_vector(sums[p][v], &s->epilogue[v], residual ? residual + v * s->residualBlockPitch + p * VECTOR : NULL,
                          output + v * s->outputBlockPitch + p * VECTOR);
        }
    }
}

typedef void Tile(const float *input, const float *weights, Shape *shape, const float *residual, float *output);

#define TILE(places, vectors, step)                                                                                             \
    WIDE static void tile##places##x##vectors##_##step(const float *input, const float *weights, Shape *shape,                  \
                                                       const float *residual, float *output) {                                  \
        multiply_tile(places, vectors, step, input, weights, shape, residual, output);                                          \
    }
#define TILES(v, s)                                                                                                             \
    TILE(1, v, s) TILE(2, v, s) TILE(3, v, s) TILE(4, v, s) TILE(5, v, s) TILE(6, v, s) TILE(7, v, s)                           \
    TILE(8, v, s) TILE(9, v, s) TILE(10, v, s) TILE(11, v, s) TILE(12, v, s) TILE(13, v, s) TILE(14, v, s)
TILES(1, 16) TILES(2, 16) TILES(1, 32) TILES(2, 32) TILES(1, 2) TILES(2, 2) TILES(1, 1) TILES(2, 1) TILES(1, 0) TILES(2, 0)

#define NAMES(v, s)                                                                                                             \
    {NULL,          tile1x##v##_##s,  tile2x##v##_##s,  tile3x##v##_##s,  tile4x##v##_##s,                                      \
     tile5x##v##_##s,  tile6x##v##_##s,  tile7x##v##_##s,  tile8x##v##_##s,  tile9x##v##_##s,                                   \
     tile10x##v##_##s, tile11x##v##_##s, tile12x##v##_##s, tile13x##v##_##s, tile14x##v##_##s}
static Tile *const tiles[5][2][PLACES + 1] = {
    {NAMES(1, 0), NAMES(2, 0)}, {NAMES(1, 16), NAMES(2, 16)}, {NAMES(1, 32), NAMES(2, 32)}, {NAMES(1, 2), NAMES(2, 2)}, {NAMES(1, 1), NAMES(2, 1)}};

/* The rows of one band for one pair of filters' blocks. */
WIDE static void convolve_band(const Band *band, const CnnsFilters *f, ptrdiff_t pair, const float *panel, Shape *s) {
    const CnnsBlockedJob *job = band->job;
    s->blockPitch = job->input.blockPitch;
    s->rowStep = f->dilationHeight * job->input.rowPitch;
    s->outputBlockPitch = job->output.blockPitch, s->residualBlockPitch = job->residual.blockPitch;
    const int stepKind = s->inputStep == 16 ? 1 : s->inputStep == 32 ? 2 : s->inputStep == 2 ? 3 : s->inputStep == 1 ? 4 : 0;
    Tile *const *functions = tiles[stepKind][pair_width(f, pair) > VECTOR];
    ptrdiff_t rows = band->rowCount, width = job->width;
    /* Rows that follow one another without a gap are one long row. */
    const int isFlat = f->kernelHeight == 1 && f->kernelWidth == 1 && f->strideHeight == 1 && f->strideWidth == 1
        && job->firstInputRow == 0 && job->endInputRow >= job->height && job->input.rowPitch == width * f->block && job->output.rowPitch == width * VECTOR
        && (!job->residual.values || job->residual.rowPitch == width * VECTOR);
    if (isFlat) width *= rows, rows = 1;
    const ptrdiff_t count = (width + PLACES - 1) / PLACES;
    for (ptrdiff_t row = band->row; row < band->row + rows; row++) {
        const ptrdiff_t top = row * f->strideHeight - job->firstInputRow;
        const float *input = job->input.values + top * job->input.rowPitch;
        s->rows = cnns_span_inside(top, f->dilationHeight, job->endInputRow - job->firstInputRow, f->kernelHeight);
        const float *residual =
            job->residual.values ? job->residual.values + row * job->residual.rowPitch + 2 * pair * job->residual.blockPitch : NULL;
        float *output = job->output.values + row * job->output.rowPitch + 2 * pair * job->output.blockPitch;
        for (ptrdiff_t tile = 0; tile < count; tile++) {
            const ptrdiff_t x = width * tile / count, places = width * (tile + 1) / count - x;
            functions[places](input + x * s->inputStep, panel, s, residual ? residual + x * VECTOR : NULL, output + x * VECTOR);
        }
    }
}

/* The rows that are gone through together, from (*job, *row) on, which become the first ones after them. */
static ptrdiff_t next_chunk(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, ptrdiff_t *job, ptrdiff_t *row,
                            Band bands[MOST_BANDS]) {
    ptrdiff_t count = 0, room = CHUNK;
    while (*job < jobCount && count < MOST_BANDS && room > 0) {
        const CnnsBlockedJob *j = &jobs[*job];
        const ptrdiff_t perRow = f->channelCount * f->strideHeight * f->strideWidth * j->width + PAIR * j->width;
        const ptrdiff_t rows = cnns_min(cnns_max(room / cnns_max(perRow, 1), 1), j->height - *row);
        if (rows > 0 && j->width > 0) bands[count++] = (Band){j, *row, rows};
        room -= rows * perRow, *row += rows;
        if (*row >= j->height) *row = 0, ++*job;
    }
    return count;
}

WIDE void cnns_convolve_blocked(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, const float *packed,
                                ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue) {
    const int isPlain = f->block == 1, hasRuns = isPlain && f->dilationWidth == 1;
    Shape s = {.channelCount = f->channelCount,
               .block = f->block,
               .inputStep = f->strideWidth * f->block,
               .kernelHeight = f->kernelHeight,
               .kernelWidth = hasRuns ? 1 : f->kernelWidth,
               .columnStep = f->dilationWidth * f->block,
               .tapRun = hasRuns ? f->kernelWidth : 1,
               .isPlain = isPlain};
    Band bands[MOST_BANDS];
    for (ptrdiff_t job = 0, row = 0; job < jobCount;) {
        const ptrdiff_t count = next_chunk(jobs, jobCount, f, &job, &row, bands);
        for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
            const ptrdiff_t panel = PAIR * depth_of(f);
            s.ahead = packed + (pair + 1) * panel;
            s.aheadEnd = pair + 1 < pair_count(f) ? s.ahead + pair_width(f, pair + 1) * depth_of(f) : s.ahead;
            for (int v = 0; v < 2; v++) s.epilogue[v] = block_epilogue(epilogue, pair * PAIR + v * VECTOR, f->filterCount);
            for (ptrdiff_t band = 0; band < count; band++) {
                convolve_band(&bands[band], f, pair, packed + pair * panel, &s);
            }
        }
    }
}

#else

void cnns_convolve_blocked(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *f, const float *packed,
                           ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue) {}

#endif
