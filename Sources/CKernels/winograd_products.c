#include "winograd_output.h"

/* For one pair of blocks of filters after the other, the products of all 36 frequencies and then the outputs: what lies between stays in
   the second-level cache. A product is that of the direct convolution: up to 14 tiles by two blocks of filters in 28 registers. */

enum { PLACES = 14 };

ptrdiff_t cnns_winograd_scratch_count(ptrdiff_t tileCount) { return FREQUENCIES * product_pitch(tileCount); }

#if defined(CNNS_WIDE)

/* What the products of one frequency have in common. */
typedef struct {
    ptrdiff_t channelCount, blockPitch;
} Depth;

WIDE_INLINE void add_channel(const int places, __m512 sums[PLACES][2], const float *inputs, const float *weights, const float *next) {
    const __m512 first = _mm512_loadu_ps(weights), second = _mm512_loadu_ps(weights + CNNS_BLOCK);
    _mm_prefetch((const char *)next, _MM_HINT_T1);
    _mm_prefetch((const char *)(next + CNNS_BLOCK), _MM_HINT_T1);
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
        const __m512 number = _mm512_set1_ps(inputs[p * CNNS_BLOCK]);
        sums[p][0] = _mm512_fmadd_ps(number, first, sums[p][0]);
        sums[p][1] = _mm512_fmadd_ps(number, second, sums[p][1]);
    }
}

/* The products of one frequency for a constant number of tiles; fetches the weights of the next frequency meanwhile. */
WIDE_INLINE void multiply_tiles(const int places, const float *inputs, const float *weights, const Depth *depth, float *products) {
    const float *next = weights + depth->channelCount * PAIR;
    __m512 sums[PLACES][2];
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) sums[p][0] = sums[p][1] = _mm512_setzero_ps();
    for (ptrdiff_t channel = 0; channel < depth->channelCount; channel += CNNS_BLOCK, inputs += depth->blockPitch) {
        const ptrdiff_t channels = cnns_min(CNNS_BLOCK, depth->channelCount - channel);
        ptrdiff_t c = 0;
        for (; c + 4 <= channels; c += 4, weights += 4 * PAIR, next += 4 * PAIR) {
#pragma clang loop unroll(full)
            for (int u = 0; u < 4; u++) add_channel(places, sums, inputs + c + u, weights + u * PAIR, next + u * PAIR);
        }
        for (; c < channels; c++, weights += PAIR, next += PAIR) add_channel(places, sums, inputs + c, weights, next);
    }
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
        _mm512_storeu_ps(products + p * PAIR, sums[p][0]);
        _mm512_storeu_ps(products + p * PAIR + CNNS_BLOCK, sums[p][1]);
    }
}

typedef void Multiply(const float *inputs, const float *weights, const Depth *depth, float *products);

#define MULTIPLY(places)                                                                                               \
    WIDE static void multiply##places(const float *inputs, const float *weights, const Depth *depth, float *products) { \
        multiply_tiles(places, inputs, weights, depth, products);                                                      \
    }
MULTIPLY(1) MULTIPLY(2) MULTIPLY(3) MULTIPLY(4) MULTIPLY(5) MULTIPLY(6) MULTIPLY(7)
MULTIPLY(8) MULTIPLY(9) MULTIPLY(10) MULTIPLY(11) MULTIPLY(12) MULTIPLY(13) MULTIPLY(14)

static Multiply *const multiplications[PLACES + 1] = {NULL,      multiply1, multiply2,  multiply3,  multiply4,  multiply5,  multiply6, multiply7,
                                                      multiply8, multiply9, multiply10, multiply11, multiply12, multiply13, multiply14};

/* The outputs of some tiles for one pair of blocks of filters, from their products. */
WIDE static void finish_tiles(const CnnsBlockedJob *jobs, const CnnsFilters *f, ptrdiff_t firstTile, ptrdiff_t tileCount, ptrdiff_t pair,
                              const CnnsEpilogue *epilogue, int isPooled, const float *products) {
    for (int v = 0; v < 2 && pair * PAIR + v * CNNS_BLOCK < f->filterCount; v++) {
        const BlockEpilogue finish = block_epilogue(epilogue, pair * PAIR + v * CNNS_BLOCK, f->filterCount);
        const float *product = products + v * CNNS_BLOCK;
        Tile tile = tile_at(jobs, firstTile);
        for (ptrdiff_t t = 0; t < tileCount; t++, product += PAIR, tile = next_tile(&tile)) {
            const CnnsMapView *residual = &tile.job->residual, *output = &tile.job->output;
            if (isPooled) {
                finish_pooled_tile(product, product_pitch(tileCount), &finish, &tile,
                                   place_of_block(output, 2 * pair + v, tile.row / 2, tile.column / 2));
            } else {
                finish_tile(product, product_pitch(tileCount), &finish, &tile,
                            residual->values ? place_of_block(residual, 2 * pair + v, tile.row, tile.column) : NULL,
                            place_of_block(output, 2 * pair + v, tile.row, tile.column));
            }
        }
    }
}

WIDE void cnns_winograd_multiply(const CnnsBlockedJob *jobs, const CnnsFilters *f, const float *packed, ptrdiff_t firstTile,
                                 ptrdiff_t tileCount, ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue,
                                 int isPooled, const float *inputs, float *scratch) {
    const Depth depth = {f->channelCount, tileCount * CNNS_BLOCK};
    const ptrdiff_t parts = (tileCount + PLACES - 1) / PLACES;
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const float *weights = packed + pair * FREQUENCIES * f->channelCount * PAIR;
        for (ptrdiff_t k = 0; k < FREQUENCIES; k++, weights += f->channelCount * PAIR) {
            for (ptrdiff_t part = 0; part < parts; part++) {
                const ptrdiff_t t = tileCount * part / parts, places = tileCount * (part + 1) / parts - t;
                multiplications[places](inputs + k * input_pitch(f, tileCount) + t * CNNS_BLOCK, weights, &depth,
                                        scratch + k * product_pitch(tileCount) + t * PAIR);
            }
        }
        finish_tiles(jobs, f, firstTile, tileCount, pair, epilogue, isPooled, scratch);
    }
}

#else

void cnns_winograd_multiply(const CnnsBlockedJob *jobs, const CnnsFilters *filters, const float *packed, ptrdiff_t firstTile,
                            ptrdiff_t tileCount, ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue, int isPooled,
                            const float *inputs, float *scratch) {}

#endif
