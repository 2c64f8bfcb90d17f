#include "include/gradient.h"
#include "vector_math.h"

// Every function is one loop over `g * (DERIVATIVE)` in terms of v = x[i] and g.
#define CNNS_GRADIENT(NAME, EXPRESSION, ...)                                                                     \
    CNNS_VARIANTS void NAME(const float *x, const float *gradient, float *y, size_t count __VA_OPT__(, ) __VA_ARGS__) { \
        CNNS_VECTORIZED                                                                                          \
        for (size_t i = 0; i < count; i++) {                                                                     \
            float v = x[i], g = gradient[i];                                                                     \
            y[i] = (EXPRESSION);                                                                                 \
        }                                                                                                        \
    }

CNNS_INLINE float cnns_logistic(float v) { return 1.0f / (1.0f + cnns_exp1(-v)); }

CNNS_INLINE float cnns_swish_slope(float v, float alpha) {
    float s = cnns_logistic(alpha * v);
    return s + alpha * v * s * (1.0f - s);
}

CNNS_INLINE float cnns_tanh_slope(float v) {
    float t = cnns_tanh1(v);
    return 1.0f - t * t;
}

CNNS_INLINE float cnns_mish_slope(float v) {
    // tanh(ln(1 + e)) = n / (n + 2) with n = e² + 2e
    float e = cnns_exp1(v > 20.0f ? 20.0f : v), n = e * (e + 2.0f), t = n / (n + 2.0f);
    return v > 20.0f ? 1.0f : t + v * (e / (1.0f + e)) * (1.0f - t * t);
}

CNNS_INLINE float cnns_gelu_slope(float v) {
    const float density = 0.3989422804014327f * cnns_exp1(-0.5f * v * v);
    return 0.5f * (1.0f + cnns_erf1(v * 0.7071067811865476f)) + v * density;
}

CNNS_INLINE float cnns_gelu_tanh_slope(float v) {
    const float root = 0.7978845608028654f;
    float t = cnns_tanh1(root * (v + 0.044715f * v * v * v));
    return 0.5f * (1.0f + t) + 0.5f * v * (1.0f - t * t) * root * (1.0f + 0.134145f * v * v);
}

CNNS_INLINE float cnns_softsign_slope(float v) {
    float d = 1.0f + (v < 0.0f ? -v : v);
    return 1.0f / (d * d);
}

CNNS_GRADIENT(cnns_relu_gradient, v > 0.0f ? g : 0.0f)
CNNS_GRADIENT(cnns_relu_guided, v > 0.0f && g > 0.0f ? g : 0.0f)
CNNS_GRADIENT(cnns_clip_gradient, v > low && v < high ? g : 0.0f, float low, float high)
CNNS_GRADIENT(cnns_clip_guided, v > low && v < high && g > 0.0f ? g : 0.0f, float low, float high)
CNNS_GRADIENT(cnns_leaky_relu_gradient, v > 0.0f ? g : slope *g, float slope)
CNNS_GRADIENT(cnns_thresholded_relu_gradient, v > threshold ? g : 0.0f, float threshold)
CNNS_GRADIENT(cnns_elu_gradient, v > 0.0f ? g : g *alpha *cnns_exp1(v > 0.0f ? 0.0f : v), float alpha)
CNNS_GRADIENT(cnns_selu_gradient, g *gamma *(v > 0.0f ? 1.0f : alpha *cnns_exp1(v > 0.0f ? 0.0f : v)), float alpha, float gamma)
CNNS_GRADIENT(cnns_celu_gradient, v > 0.0f ? g : g *cnns_exp1(v > 0.0f ? 0.0f : v / alpha), float alpha)
CNNS_GRADIENT(cnns_sigmoid_gradient, g *cnns_logistic(v) * cnns_logistic(-v))
CNNS_GRADIENT(cnns_swish_gradient, g *cnns_swish_slope(v, alpha), float alpha)
CNNS_GRADIENT(cnns_hard_sigmoid_gradient, alpha *v + beta > 0.0f && alpha * v + beta < 1.0f ? g * alpha : 0.0f, float alpha, float beta)
CNNS_GRADIENT(cnns_hard_swish_gradient, v <= -3.0f ? 0.0f : v < 3.0f ? g * (v / 3.0f + 0.5f) : g)
CNNS_GRADIENT(cnns_tanh_gradient, g *cnns_tanh_slope(v))
CNNS_GRADIENT(cnns_softplus_gradient, g *cnns_logistic(v))
CNNS_GRADIENT(cnns_softsign_gradient, g *cnns_softsign_slope(v))
CNNS_GRADIENT(cnns_mish_gradient, g *cnns_mish_slope(v))
CNNS_GRADIENT(cnns_gelu_gradient, g *cnns_gelu_slope(v))
CNNS_GRADIENT(cnns_gelu_tanh_gradient, g *cnns_gelu_tanh_slope(v))
