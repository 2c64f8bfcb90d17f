#include "include/elementwise.h"
#include "vector_math.h"

// Every function is one loop over `EXPRESSION` in terms of v = x[i].
#define CNNS_UNARY(NAME, EXPRESSION, ...)                                                   \
    CNNS_VARIANTS void NAME(const float *x, float *y, size_t count __VA_OPT__(, ) __VA_ARGS__) { \
        CNNS_VECTORIZED                                                                     \
        for (size_t i = 0; i < count; i++) {                                                \
            float v = x[i];                                                                 \
            y[i] = (EXPRESSION);                                                            \
        }                                                                                   \
    }

// Functions that the C library computes, one number at a time.
#define CNNS_LIBRARY(NAME, EXPRESSION)                       \
    void NAME(const float *x, float *y, size_t count) {      \
        for (size_t i = 0; i < count; i++) {                 \
            float v = x[i];                                  \
            y[i] = (EXPRESSION);                             \
        }                                                    \
    }

CNNS_INLINE float cnns_limited(float v, float low, float high) {
    v = v < low ? low : v;
    return v > high ? high : v;
}

/// eˣ − 1 for x ≤ 0, without cancellation near 0.
CNNS_INLINE float cnns_expm1_negative(float v) {
    // tanh(v/2) = (e^v − 1) / (e^v + 1)
    float t = cnns_tanh1(0.5f * v);
    return 2.0f * t / (1.0f - t);
}

CNNS_INLINE float cnns_mish1(float v) {
    // tanh(ln(1 + e)) = (e² + 2e) / (e² + 2e + 2)
    float e = cnns_exp1(v > 20.0f ? 20.0f : v);
    float n = e * (e + 2.0f);
    return v > 20.0f ? v : v * (n / (n + 2.0f));
}

CNNS_UNARY(cnns_relu, v < 0.0f ? 0.0f : v)
CNNS_UNARY(cnns_leaky_relu, v < 0.0f ? slope * v : v, float slope)
CNNS_UNARY(cnns_thresholded_relu, v > threshold ? v : 0.0f, float threshold)
CNNS_UNARY(cnns_clip, cnns_limited(v, low, high), float low, float high)
CNNS_UNARY(cnns_elu, v < 0.0f ? alpha * cnns_expm1_negative(v) : v, float alpha)
CNNS_UNARY(cnns_selu, gamma * (v <= 0.0f ? alpha * cnns_expm1_negative(v) : v), float alpha, float gamma)
CNNS_UNARY(cnns_celu, v < 0.0f ? alpha * cnns_expm1_negative(v / alpha) : v, float alpha)
CNNS_UNARY(cnns_sigmoid, 1.0f / (1.0f + cnns_exp1(-v)))
CNNS_UNARY(cnns_swish, v / (1.0f + cnns_exp1(-alpha * v)), float alpha)
CNNS_UNARY(cnns_hard_sigmoid, cnns_limited(alpha * v + beta, 0.0f, 1.0f), float alpha, float beta)
CNNS_UNARY(cnns_hard_swish, v * cnns_limited(v / 6.0f + 0.5f, 0.0f, 1.0f))
CNNS_UNARY(cnns_tanh, cnns_tanh1(v))
CNNS_LIBRARY(cnns_softplus, (v > 0.0f ? v : 0.0f) + log1pf(cnns_exp1(-fabsf(v))))
CNNS_UNARY(cnns_softsign, v / (1.0f + fabsf(v)))
CNNS_UNARY(cnns_mish, cnns_mish1(v))
CNNS_UNARY(cnns_gelu, 0.5f * v * (1.0f + cnns_erf1(v * 0.70710678f)))
CNNS_UNARY(cnns_gelu_tanh, 0.5f * v * (1.0f + cnns_tanh1(0.79788456f * (v + 0.044715f * v * v * v))))

CNNS_UNARY(cnns_abs, fabsf(v))
CNNS_UNARY(cnns_negate, -v)
CNNS_UNARY(cnns_sign, v > 0.0f ? 1.0f : v < 0.0f ? -1.0f : v)
CNNS_UNARY(cnns_reciprocal, 1.0f / v)
CNNS_UNARY(cnns_floor, floorf(v))
CNNS_UNARY(cnns_ceil, ceilf(v))
CNNS_UNARY(cnns_round, rintf(v))
CNNS_UNARY(cnns_sqrt, __builtin_elementwise_sqrt(v))
CNNS_UNARY(cnns_exp, cnns_exp1(v))
CNNS_LIBRARY(cnns_log, logf(v))
CNNS_UNARY(cnns_erf, cnns_erf1(v))
CNNS_LIBRARY(cnns_sin, sinf(v))
CNNS_LIBRARY(cnns_cos, cosf(v))
CNNS_LIBRARY(cnns_tan, tanf(v))
CNNS_LIBRARY(cnns_asin, asinf(v))
CNNS_LIBRARY(cnns_acos, acosf(v))
CNNS_LIBRARY(cnns_atan, atanf(v))
CNNS_LIBRARY(cnns_sinh, sinhf(v))
CNNS_LIBRARY(cnns_cosh, coshf(v))
CNNS_LIBRARY(cnns_asinh, asinhf(v))
CNNS_LIBRARY(cnns_acosh, acoshf(v))
CNNS_LIBRARY(cnns_atanh, atanhf(v))
