#include "include/gradient.h"
#include "vector_math.h"

void cnns_scatter_add(const float *g, const int32_t *places, size_t count, float *y) {
    for (size_t i = 0; i < count; i++) {
        if (places[i] >= 0) y[places[i]] += g[i];
    }
}

CNNS_VARIANTS void cnns_resample_axis_gradient(
    const float *y, float *x, size_t groups, size_t extent, size_t inner, const ptrdiff_t *indices, const float *weights, size_t count,
    size_t taps) {
    memset(x, 0, groups * extent * inner * sizeof(float));
    for (size_t group = 0; group < groups; group++, x += extent * inner) {
        for (size_t o = 0; o < count; o++, y += inner) {
            for (size_t t = 0; t < taps; t++) {
                float *to = x + (size_t)indices[o * taps + t] * inner;
                float weight = weights[o * taps + t];
                if (weight == 0.0f) continue;
                CNNS_VECTORIZED
                for (size_t i = 0; i < inner; i++) to[i] += weight * y[i];
            }
        }
    }
}
