#include "random.h"

#include "variants.h"

static inline uint64_t mixed(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

/* 24 random bits as a number in -bound ..< bound. */
static inline float scaled(uint32_t bits, float bound) {
    return ((float)(int32_t)(bits >> 8) * 0x1p-23f - 1) * bound;
}

CNNS_VARIANTS
void cnns_fill_uniform(float *values, size_t count, uint64_t seed, float bound) {
    const size_t pairs = count / 2;
    for (size_t i = 0; i < pairs; i++) {
        uint64_t bits = mixed(seed + (uint64_t)(i + 1) * 0x9E3779B97F4A7C15u);
        values[2 * i] = scaled((uint32_t)(bits >> 32), bound);
        values[2 * i + 1] = scaled((uint32_t)bits, bound);
    }
    if (count % 2) values[count - 1] = scaled((uint32_t)(mixed(seed + (uint64_t)(pairs + 1) * 0x9E3779B97F4A7C15u) >> 32), bound);
}
