#include "include/elementwise.h"
#include "vector_math.h"

// Every function is a loop over `EXPRESSION` in terms of u = a[i] and v = b[i], with the number that repeats taken out of it.
#define CNNS_BINARY(NAME, EXPRESSION)                                                                                      \
    CNNS_VARIANTS void NAME(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count) { \
        if (step_a && step_b) {                                                                                            \
            CNNS_VECTORIZED                                                                                                \
            for (size_t i = 0; i < count; i++) {                                                                           \
                float u = a[i], v = b[i];                                                                                  \
                y[i] = (EXPRESSION);                                                                                       \
            }                                                                                                              \
        } else if (step_a) {                                                                                               \
            float v = count ? *b : 0.0f;                                                                                   \
            CNNS_VECTORIZED                                                                                                \
            for (size_t i = 0; i < count; i++) {                                                                           \
                float u = a[i];                                                                                            \
                y[i] = (EXPRESSION);                                                                                       \
            }                                                                                                              \
        } else if (count) {                                                                                                \
            float u = *a;                                                                                                  \
            CNNS_VECTORIZED                                                                                                \
            for (size_t i = 0; i < count; i++) {                                                                           \
                float v = b[i * step_b];                                                                                   \
                y[i] = (EXPRESSION);                                                                                       \
            }                                                                                                              \
        }                                                                                                                  \
    }

/// The larger one, and not a number where either is none.
CNNS_INLINE float cnns_larger(float u, float v) { return u > v || u != u ? u : v; }
CNNS_INLINE float cnns_smaller(float u, float v) { return u < v || u != u ? u : v; }

CNNS_BINARY(cnns_add, u + v)
CNNS_BINARY(cnns_subtract, u - v)
CNNS_BINARY(cnns_multiply, u *v)
CNNS_BINARY(cnns_divide, u / v)
CNNS_BINARY(cnns_max, cnns_larger(u, v))
CNNS_BINARY(cnns_min, cnns_smaller(u, v))
CNNS_BINARY(cnns_prelu, u < 0.0f ? u * v : u)

void cnns_fmod(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count) {
    for (size_t i = 0; i < count; i++) y[i] = fmodf(a[i * step_a], b[i * step_b]);
}

void cnns_power(const float *a, size_t step_a, const float *b, size_t step_b, float *y, size_t count) {
    if (count && !step_b && *b == 2.0f) {
        cnns_multiply(a, step_a, a, step_a, y, count);
        return;
    }
    for (size_t i = 0; i < count; i++) y[i] = powf(a[i * step_a], b[i * step_b]);
}
