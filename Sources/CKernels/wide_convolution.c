#include "wide_convolution.h"

#include "span.h"

/* A convolution as a matrix product: filters [rows][depth] times columns [depth][pixels], in blocks that stay in the caches.
   A tile of ROWS x LANES results stays in 28 registers of 16 numbers while the depth goes by: each weight is broadcast once
   for two multiplications. Columns are gathered panel by panel, [depth][LANES]; pixels of several images follow one another
   in a panel. */

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

enum { ROWS = 14, VECTOR = 16, LANES = 2 * VECTOR, DEPTH = 512, WEIGHT_PITCH = DEPTH + VECTOR };
/* Numbers of columns and unfinished results that a block may hold, and pixels: most of a second-level cache. */
enum { BLOCK_BUDGET = 160 * 1024, MOST_PIXELS = 1024 };

/* Neighboring lanes of one vector of a panel whose numbers stand in a row, in the input or in the output. */
typedef struct {
    ptrdiff_t map;
    /* Of the run's first lane: its place in a channel of the input, or in one of the output. */
    ptrdiff_t place;
    int vector, lane, count;
} Run;

/* The shape of the blocks of one convolution. */
typedef struct {
    ptrdiff_t depth, depthBlocks, pixels;
} Blocks;

int cnns_has_wide_convolution(void) { return __builtin_cpu_supports("avx512f") != 0; }

static Blocks blocks_for(const CnnsFilters *f, ptrdiff_t rowCount) {
    Blocks b;
    b.depth = f->channelCount * f->kernelHeight * f->kernelWidth;
    b.depthBlocks = (b.depth + DEPTH - 1) / DEPTH;
    const ptrdiff_t perPixel = cnns_min(b.depth, DEPTH) + (b.depthBlocks > 1 ? rowCount : 0);
    b.pixels = cnns_min(cnns_max(BLOCK_BUDGET / cnns_max(perPixel, 1), 2 * LANES), MOST_PIXELS) / LANES * LANES;
    return b;
}

/* Runs for gathering and for scattering, at most one a lane; in floats. */
static ptrdiff_t run_room(const Blocks *b) { return 2 * b->pixels * (ptrdiff_t)(sizeof(Run) / sizeof(float)); }

ptrdiff_t cnns_wide_convolution_scratch_count(const CnnsFilters *filters, ptrdiff_t rowCount) {
    const Blocks b = blocks_for(filters, rowCount);
    const ptrdiff_t columns = cnns_min(b.depth, DEPTH) * b.pixels;
    return columns + ROWS * WEIGHT_PITCH + (b.depthBlocks > 1 ? (rowCount + ROWS) * b.pixels : 0) + run_room(&b)
        + 4 * (b.pixels / LANES + 1) + 4 * VECTOR;
}

/* Where the panels' runs begin in the lists. */
typedef struct {
    Run *sources, *targets;
    /* One more than there are panels. */
    ptrdiff_t *firstSource, *firstTarget;
} Runs;

/* Appends lanes as runs that end where a vector or a row of `width` places does. */
static ptrdiff_t add_runs(Run *runs, ptrdiff_t count, ptrdiff_t map, ptrdiff_t lane, ptrdiff_t lanes, ptrdiff_t pixel,
                          ptrdiff_t width, ptrdiff_t rowStep, ptrdiff_t pixelStep) {
    while (lanes > 0) {
        const ptrdiff_t column = pixel % width;
        const ptrdiff_t length = cnns_min(cnns_min(lanes, width - column), VECTOR - lane % VECTOR);
        runs[count++] = (Run){map, pixel / width * rowStep + column * pixelStep, (int)(lane / VECTOR), (int)(lane % VECTOR), (int)length};
        lane += length, pixel += length, lanes -= length;
    }
    return count;
}

/* Lists the runs of the panels over pixels first ..< first + count of all maps. */
static void list_runs(const CnnsMaps *maps, const CnnsFilters *f, ptrdiff_t first, ptrdiff_t count, Runs *runs) {
    ptrdiff_t map = 0, pixel = first, sources = 0, targets = 0, panel = 0;
    while (pixel >= maps[map].pixelCount) pixel -= maps[map++].pixelCount;
    for (ptrdiff_t start = 0; start < count; start += LANES, panel++) {
        runs->firstSource[panel] = sources, runs->firstTarget[panel] = targets;
        for (ptrdiff_t lane = 0, end = cnns_min(LANES, count - start); lane < end;) {
            while (pixel == maps[map].pixelCount) pixel = 0, map++;
            const CnnsMaps *m = &maps[map];
            const ptrdiff_t lanes = cnns_min(end - lane, m->pixelCount - pixel);
            const int isFlat = m->inputWidth == m->outputWidth && f->strideHeight == 1 && f->strideWidth == 1;
            sources = add_runs(runs->sources, sources, map, lane, lanes, pixel, isFlat ? m->pixelCount : m->outputWidth,
                               f->strideHeight * m->inputWidth, f->strideWidth);
            targets = add_runs(runs->targets, targets, map, lane, lanes, pixel, m->pixelCount, 0, 1);
            lane += lanes, pixel += lanes;
        }
    }
    runs->firstSource[panel] = sources, runs->firstTarget[panel] = targets;
}

#define WIDE __attribute__((target("avx512f")))
#define WIDE_INLINE static inline __attribute__((target("avx512f"), always_inline))

WIDE_INLINE __mmask16 lanes_mask(const Run *run) { return (__mmask16)(((1u << run->count) - 1) << run->lane); }

/* Copies one run's numbers for the depth firstDepth ..< firstDepth + depth into a panel. */
WIDE static void gather_run(const CnnsMaps *map, const CnnsFilters *f, const Run *run, ptrdiff_t firstDepth, ptrdiff_t depth,
                            float *panel) {
    const ptrdiff_t kernelArea = f->kernelHeight * f->kernelWidth;
    ptrdiff_t channel = firstDepth / kernelArea, ky = firstDepth % kernelArea / f->kernelWidth, kx = firstDepth % f->kernelWidth;
    const __mmask16 mask = lanes_mask(run);
    const __m512i strided =
        _mm512_mullo_epi32(_mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), _mm512_set1_epi32((int)f->strideWidth));
    const float *place = map->input + run->place - run->lane * f->strideWidth;
    float *target = panel + run->vector * VECTOR;
    if (kernelArea == 1 && f->strideWidth == 1) {
        const float *source = place + firstDepth * map->inputPlane;
        for (ptrdiff_t k = 0; k < depth; k++, source += map->inputPlane, target += LANES) {
            _mm512_mask_storeu_ps(target, mask, _mm512_maskz_loadu_ps(mask, source));
        }
        return;
    }
    while (depth > 0) {
        const float *row = place + channel * map->inputPlane + ky * f->dilationHeight * map->inputWidth;
        const ptrdiff_t end = cnns_min(f->kernelWidth, kx + depth);
        depth -= end - kx;
        for (; kx < end; kx++, target += LANES) {
            const float *source = row + kx * f->dilationWidth;
            const __m512 numbers = f->strideWidth == 1
                ? _mm512_maskz_loadu_ps(mask, source)
                : _mm512_mask_i32gather_ps(_mm512_setzero_ps(), mask, strided, source, sizeof(float));
            _mm512_mask_storeu_ps(target, mask, numbers);
        }
        kx = 0;
        if (++ky == f->kernelHeight) ky = 0, channel++;
    }
}

/* What a tile has to do with its results. */
typedef struct {
    const CnnsMaps *maps;
    const CnnsEpilogue *epilogue;
    /* Of the tile's rows. */
    const float *scale, *shift;
    const Run *firstTarget, *lastTarget;
    /* Sums of depths that are done, [rows][pitch]. */
    float *sums;
    ptrdiff_t pitch, row;
    int addsToSums, isLast;
} TileEnd;

WIDE_INLINE void finish_tile(const int rows, __m512 sums[ROWS][2], const TileEnd *end) {
    const __m512 low = _mm512_set1_ps(end->epilogue->low), high = _mm512_set1_ps(end->epilogue->high);
    for (const Run *run = end->firstTarget; run < end->lastTarget; run++) {
        const CnnsMaps *map = &end->maps[run->map];
        const __mmask16 mask = lanes_mask(run);
        const ptrdiff_t place = end->row * map->pixelCount + run->place - run->lane;
        const float *residual = map->residual ? map->residual + place : NULL;
        float *output = map->output + place;
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            __m512 value = run->vector ? sums[r][1] : sums[r][0];
            value = _mm512_fmadd_ps(value, _mm512_set1_ps(end->scale[r]), _mm512_set1_ps(end->shift[r]));
            if (residual) value = _mm512_add_ps(value, _mm512_maskz_loadu_ps(mask, residual + r * map->pixelCount));
            /* The second operand wins where it is not a number. */
            value = _mm512_min_ps(high, _mm512_max_ps(low, value));
            _mm512_mask_storeu_ps(output + r * map->pixelCount, mask, value);
        }
    }
}

/* One tile of `rows` filters and the first `vectors` vectors of a panel, both constants. */
WIDE_INLINE void multiply_tile(const int rows, const int vectors, const float *weights, const float *panel, ptrdiff_t depth,
                               const TileEnd *end) {
    __m512 sums[ROWS][2];
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        sums[r][0] = end->addsToSums ? _mm512_loadu_ps(end->sums + r * end->pitch) : _mm512_setzero_ps();
        sums[r][1] = vectors > 1 && end->addsToSums ? _mm512_loadu_ps(end->sums + r * end->pitch + VECTOR) : _mm512_setzero_ps();
    }
    for (ptrdiff_t k = 0; k < depth; k++) {
        const __m512 first = _mm512_loadu_ps(panel + k * LANES);
        const __m512 second = vectors > 1 ? _mm512_loadu_ps(panel + k * LANES + VECTOR) : first;
#pragma clang loop unroll(full)
        for (int r = 0; r < rows; r++) {
            const __m512 weight = _mm512_set1_ps(weights[r * WEIGHT_PITCH + k]);
            sums[r][0] = _mm512_fmadd_ps(weight, first, sums[r][0]);
            if (vectors > 1) sums[r][1] = _mm512_fmadd_ps(weight, second, sums[r][1]);
        }
    }
    if (end->isLast) return finish_tile(rows, sums, end);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
        _mm512_storeu_ps(end->sums + r * end->pitch, sums[r][0]);
        if (vectors > 1) _mm512_storeu_ps(end->sums + r * end->pitch + VECTOR, sums[r][1]);
    }
}

typedef void Tile(const float *weights, const float *panel, ptrdiff_t depth, const TileEnd *end);

#define TILE(rows, vectors)                                                                                                     \
    WIDE static void tile##rows##x##vectors(const float *weights, const float *panel, ptrdiff_t depth, const TileEnd *end) {    \
        multiply_tile(rows, vectors, weights, panel, depth, end);                                                               \
    }
#define TILES(rows) TILE(rows, 1) TILE(rows, 2)
TILES(1) TILES(2) TILES(3) TILES(4) TILES(5) TILES(6) TILES(7) TILES(8) TILES(9) TILES(10) TILES(11) TILES(12) TILES(13) TILES(14)

#define TILE_NAMES(vectors)                                                                                                    \
    {NULL,                tile1x##vectors,  tile2x##vectors,  tile3x##vectors,  tile4x##vectors,                               \
     tile5x##vectors,     tile6x##vectors,  tile7x##vectors,  tile8x##vectors,  tile9x##vectors,                               \
     tile10x##vectors,    tile11x##vectors, tile12x##vectors, tile13x##vectors, tile14x##vectors}
static Tile *const tiles[2][ROWS + 1] = {TILE_NAMES(1), TILE_NAMES(2)};

WIDE void cnns_convolve_wide(const CnnsMaps *maps, ptrdiff_t mapCount, const CnnsFilters *filters, const float *weights,
                             ptrdiff_t firstRow, ptrdiff_t rowCount, ptrdiff_t firstPixel, ptrdiff_t pixelCount,
                             const CnnsEpilogue *epilogue, float *scratch) {
    const Blocks b = blocks_for(filters, rowCount);
    const ptrdiff_t bands = (rowCount + ROWS - 1) / ROWS;
    float *columns = scratch, *band = columns + cnns_min(b.depth, DEPTH) * b.pixels, *sums = band + ROWS * WEIGHT_PITCH;
    Runs runs;
    runs.sources = (Run *)(sums + (b.depthBlocks > 1 ? (rowCount + ROWS) * b.pixels : 0));
    runs.targets = runs.sources + b.pixels;
    runs.firstSource = (ptrdiff_t *)(runs.targets + b.pixels);
    runs.firstTarget = runs.firstSource + b.pixels / LANES + 1;
    for (ptrdiff_t start = 0; start < pixelCount; start += b.pixels) {
        const ptrdiff_t pixels = cnns_min(b.pixels, pixelCount - start), panels = (pixels + LANES - 1) / LANES;
        list_runs(maps, filters, firstPixel + start, pixels, &runs);
        for (ptrdiff_t block = 0; block < b.depthBlocks; block++) {
            const ptrdiff_t k = b.depth * block / b.depthBlocks, depth = b.depth * (block + 1) / b.depthBlocks - k;
            for (ptrdiff_t panel = 0; panel < panels; panel++) {
                float *place = columns + panel * depth * LANES;
                if (pixels < (panel + 1) * LANES) memset(place, 0, (size_t)(depth * LANES) * sizeof(float));
                for (const Run *run = runs.sources + runs.firstSource[panel]; run < runs.sources + runs.firstSource[panel + 1]; run++) {
                    gather_run(&maps[run->map], filters, run, k, depth, place);
                }
            }
            for (ptrdiff_t number = 0; number < bands; number++) {
                const ptrdiff_t row = rowCount * number / bands, rows = rowCount * (number + 1) / bands - row;
                float scale[ROWS], shift[ROWS];
                for (ptrdiff_t r = 0; r < rows; r++) {
                    scale[r] = epilogue->scale ? epilogue->scale[firstRow + row + r] : 1;
                    shift[r] = epilogue->shift ? epilogue->shift[firstRow + row + r] : 0;
                    memcpy(band + r * WEIGHT_PITCH, weights + (firstRow + row + r) * b.depth + k, (size_t)depth * sizeof(float));
                }
                for (ptrdiff_t panel = 0; panel < panels; panel++) {
                    const TileEnd end = {maps,
                                         epilogue,
                                         scale,
                                         shift,
                                         runs.targets + runs.firstTarget[panel],
                                         runs.targets + runs.firstTarget[panel + 1],
                                         sums + row * b.pixels + panel * LANES,
                                         b.pixels,
                                         firstRow + row,
                                         block > 0,
                                         block + 1 == b.depthBlocks};
                    const int isWide = pixels - panel * LANES > VECTOR;
                    tiles[isWide][rows](band, columns + panel * depth * LANES, depth, &end);
                }
            }
        }
    }
}

#else

int cnns_has_wide_convolution(void) { return 0; }

ptrdiff_t cnns_wide_convolution_scratch_count(const CnnsFilters *filters, ptrdiff_t rowCount) { return 0; }

void cnns_convolve_wide(const CnnsMaps *maps, ptrdiff_t mapCount, const CnnsFilters *filters, const float *weights,
                        ptrdiff_t firstRow, ptrdiff_t rowCount, ptrdiff_t firstPixel, ptrdiff_t pixelCount,
                        const CnnsEpilogue *epilogue, float *scratch) {}

#endif
