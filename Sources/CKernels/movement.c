#include "include/movement.h"

#include <string.h>

#include "variants.h"
#include "vector_math.h"

#define CNNS_COPY_LINE(TYPE)                                                                                \
    static void cnns_copy_line_##TYPE(void *to, const char *from, size_t count, ptrdiff_t stride) {         \
        char *target = to;                                                                                  \
        for (size_t i = 0; i < count; i++) {                                                                \
            memcpy(target + i * sizeof(TYPE), from + (ptrdiff_t)i * stride, sizeof(TYPE));                  \
        }                                                                                                   \
    }

CNNS_COPY_LINE(uint8_t)
CNNS_COPY_LINE(uint16_t)
CNNS_COPY_LINE(uint32_t)
CNNS_COPY_LINE(uint64_t)

static void cnns_copy_line(void *to, const char *from, size_t count, ptrdiff_t stride, size_t width) {
    if (stride == (ptrdiff_t)width) {
        memcpy(to, from, count * width);
        return;
    }
    switch (width) {
    case 1: cnns_copy_line_uint8_t(to, from, count, stride); break;
    case 2: cnns_copy_line_uint16_t(to, from, count, stride); break;
    case 4: cnns_copy_line_uint32_t(to, from, count, stride); break;
    default: cnns_copy_line_uint64_t(to, from, count, stride); break;
    }
}

/// Returns where the next element goes.
static char *cnns_copy_axes(char *to, const char *from, size_t rank, const ptrdiff_t *extents, const ptrdiff_t *strides, size_t width) {
    if (rank == 1) {
        cnns_copy_line(to, from, (size_t)extents[0], strides[0], width);
        return to + (size_t)extents[0] * width;
    }
    for (ptrdiff_t i = 0; i < extents[0]; i++) {
        to = cnns_copy_axes(to, from + i * strides[0], rank - 1, extents + 1, strides + 1, width);
    }
    return to;
}

void cnns_copy_strided(void *to, const void *from, size_t rank, const ptrdiff_t *extents, const ptrdiff_t *strides, size_t width) {
    cnns_copy_axes(to, from, rank, extents, strides, width);
}

void cnns_gather_blocks(
    void *to, const void *from, size_t groups, size_t extent, size_t block, const ptrdiff_t *indices, size_t count, const void *fill,
    size_t width) {
    char *target = to;
    const char *source = from;
    for (size_t group = 0; group < groups; group++, source += extent * block) {
        for (size_t i = 0; i < count; i++, target += block) {
            if (indices[i] >= 0) {
                memcpy(target, source + (size_t)indices[i] * block, block);
            } else {
                for (size_t place = 0; place < block; place += width) memcpy(target + place, fill, width);
            }
        }
    }
}

CNNS_VARIANTS void cnns_resample_axis(
    const float *x, float *y, size_t groups, size_t extent, size_t inner, const ptrdiff_t *indices, const float *weights, size_t count,
    size_t taps) {
    for (size_t group = 0; group < groups; group++, x += extent * inner) {
        for (size_t o = 0; o < count; o++, y += inner) {
            for (size_t i = 0; i < inner; i++) y[i] = 0;
            for (size_t t = 0; t < taps; t++) {
                const float *from = x + (size_t)indices[o * taps + t] * inner;
                float weight = weights[o * taps + t];
                if (weight == 0.0f) continue;
                CNNS_VECTORIZED
                for (size_t i = 0; i < inner; i++) y[i] += weight * from[i];
            }
        }
    }
}
