/* For one pair of blocks of filters after the other, the products of all 36 frequencies and then the outputs: what lies between stays in
   the second-level cache. A product is that of the direct convolution: TILE_PLACES tiles by TILE_VECTORS vectors of filters. */

#include "counts.h"
#include "winograd_output.h"

/* What the products of one frequency have in common. */
typedef struct {
    ptrdiff_t channelCount, blockPitch;
} Depth;

VECTOR_INLINE void add_product(const int places, Vector sums[TILE_PLACES][TILE_VECTORS], const float *inputs, const float *weights,
                               const float *next) {
    Vector factors[TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int v = 0; v < TILE_VECTORS; v++) factors[v] = load(weights + v * LANES);
    __builtin_prefetch(next, 0, 2);
    if (TILE_VECTORS * LANES > CNNS_BLOCK) __builtin_prefetch(next + CNNS_BLOCK, 0, 2);
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
        const Vector number = all(inputs[p * CNNS_BLOCK]);
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) sums[p][v] += number * factors[v];
    }
}

/* The products of one frequency for a constant number of tiles; fetches the weights of the next frequency meanwhile. */
VECTOR_INLINE void multiply_tiles(const int places, const float *inputs, const float *weights, const Depth *depth, float *products) {
    const float *next = weights + depth->channelCount * PAIR;
    Vector sums[TILE_PLACES][TILE_VECTORS];
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) sums[p][v] = all(0);
    }
    for (ptrdiff_t channel = 0; channel < depth->channelCount; channel += CNNS_BLOCK, inputs += depth->blockPitch) {
        const ptrdiff_t channels = cnns_min(CNNS_BLOCK, depth->channelCount - channel);
        ptrdiff_t c = 0;
        for (; c + 4 <= channels; c += 4, weights += 4 * PAIR, next += 4 * PAIR) {
#pragma clang loop unroll(full)
            for (int u = 0; u < 4; u++) add_product(places, sums, inputs + c + u, weights + u * PAIR, next + u * PAIR);
        }
        for (; c < channels; c++, weights += PAIR, next += PAIR) add_product(places, sums, inputs + c, weights, next);
    }
#pragma clang loop unroll(full)
    for (int p = 0; p < places; p++) {
#pragma clang loop unroll(full)
        for (int v = 0; v < TILE_VECTORS; v++) store(products + p * PAIR + v * LANES, sums[p][v]);
    }
}

typedef void Multiply(const float *inputs, const float *weights, const Depth *depth, float *products);

#define MULTIPLY(places, unused)                                                                                   \
    static void multiply##places(const float *inputs, const float *weights, const Depth *depth, float *products) { \
        multiply_tiles(places, inputs, weights, depth, products);                                                  \
    }
EACH_COUNT(TILE_PLACES, MULTIPLY, )

#define MULTIPLY_NAME(places, unused) [places] = multiply##places,
static Multiply *const multiplications[TILE_PLACES + 1] = {EACH_COUNT(TILE_PLACES, MULTIPLY_NAME, )};

/* The outputs of some tiles for one pair of blocks of filters, from their products. */
static void finish_tiles(const CnnsBlockedJob *jobs, const CnnsFilters *f, ptrdiff_t firstTile, ptrdiff_t tileCount, ptrdiff_t pair,
                         const CnnsEpilogue *epilogue, int isPooled, const float *products) {
    const ptrdiff_t blocks = f->filterCount - pair * PAIR > CNNS_BLOCK ? 2 : 1;
    for (ptrdiff_t first = 0; first < blocks * CNNS_BLOCK; first += LANES) {
        const ptrdiff_t block = 2 * pair + first / CNNS_BLOCK, lane = first % CNNS_BLOCK;
        const Finish finish = finish_from(epilogue, pair * PAIR + first, f->filterCount);
        const float *product = products + first;
        Tile tile = tile_at(jobs, firstTile);
        for (ptrdiff_t t = 0; t < tileCount; t++, product += PAIR, tile = next_tile(&tile)) {
            const CnnsMapView *residual = &tile.job->residual, *output = &tile.job->output;
            if (isPooled) {
                finish_pooled_tile(product, product_pitch(tileCount), &finish, &tile,
                                   place_of_block(output, block, tile.row / 2, tile.column / 2) + lane);
            } else {
                finish_tile(product, product_pitch(tileCount), &finish, &tile,
                            residual->values ? place_of_block(residual, block, tile.row, tile.column) + lane : NULL,
                            place_of_block(output, block, tile.row, tile.column) + lane);
            }
        }
    }
}

/* See cnns_winograd_multiply. */
static void winograd_multiply(const CnnsBlockedJob *jobs, const CnnsFilters *f, const float *packed, ptrdiff_t firstTile,
                              ptrdiff_t tileCount, ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue, int isPooled,
                              const float *inputs, float *scratch) {
    const Depth depth = {f->channelCount, tileCount * CNNS_BLOCK};
    const ptrdiff_t parts = (tileCount + TILE_PLACES - 1) / TILE_PLACES;
    for (ptrdiff_t pair = firstPair; pair < endPair; pair++) {
        const float *weights = packed + (pair - firstPair) * FREQUENCIES * f->channelCount * PAIR;
        const ptrdiff_t filters = cnns_min(PAIR, f->filterCount - pair * PAIR);
        for (ptrdiff_t k = 0; k < FREQUENCIES; k++, weights += f->channelCount * PAIR) {
            for (ptrdiff_t lane = 0; lane < filters; lane += TILE_VECTORS * LANES) {
                for (ptrdiff_t part = 0; part < parts; part++) {
                    const ptrdiff_t t = tileCount * part / parts, places = tileCount * (part + 1) / parts - t;
                    multiplications[places](inputs + k * input_pitch(f, tileCount) + t * CNNS_BLOCK, weights + lane, &depth,
                                            scratch + k * product_pitch(tileCount) + t * PAIR + lane);
                }
            }
        }
        finish_tiles(jobs, f, firstTile, tileCount, pair, epilogue, isPooled, scratch);
    }
}
