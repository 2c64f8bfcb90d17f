#ifndef CNNS_VECTOR_MATH_H
#define CNNS_VECTOR_MATH_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "variants.h"

#define CNNS_INLINE static inline __attribute__((always_inline))

/// Tells the compiler that iterations do not depend on each other, as is so where input and output are the same array.
#define CNNS_VECTORIZED _Pragma("clang loop vectorize(assume_safety) interleave(enable)")

CNNS_INLINE uint32_t cnns_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

CNNS_INLINE float cnns_float(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// e to the power of x within 2 units in the last place, without branches, so that loops over it become vector code.
///
/// x = n·ln 2 + r with |r| ≤ ln 2 / 2, and e^r = 1 + r + r²·q(r) with q interpolated at Chebyshev nodes. The power of two is
/// applied in two halves, so that results below the smallest normal number come out right.
CNNS_INLINE float cnns_exp1(float x) {
    float limited = x > 89.0f ? 89.0f : x;
    limited = limited < -104.0f ? -104.0f : limited;
    const float shifter = 12582912.0f; // 1.5 · 2^23: adding it rounds to an integer in the low bits.
    float shifted = limited * 1.44269504f + shifter;
    float n = shifted - shifter;
    float r = limited - n * 0.693359375f;
    r = r - n * -2.12194440e-4f;
    float q = 0.00139336439f;
    q = q * r + 0.00836317521f;
    q = q * r + 0.0416664667f;
    q = q * r + 0.166665763f;
    q = q * r + 0.5f;
    float power = r * r * q + r + 1.0f;
    int32_t exponent = (int32_t)(cnns_bits(shifted) - 0x4B400000u);
    int32_t half = exponent >> 1;
    float first = cnns_float((uint32_t)(half + 127) << 23);
    float second = cnns_float((uint32_t)(exponent - half + 127) << 23);
    return power * first * second;
}

/// The hyperbolic tangent: an odd polynomial around 0, by the exponential elsewhere.
CNNS_INLINE float cnns_tanh1(float x) {
    float magnitude = fabsf(x);
    float z = x * x;
    float p = -0.00566477515f;
    p = p * z + 0.0205956791f;
    p = p * z - 0.0537226796f;
    p = p * z + 0.133311495f;
    p = p * z - 0.333332628f;
    float near = x + x * z * p;
    float far = copysignf(1.0f - 2.0f / (cnns_exp1(2.0f * magnitude) + 1.0f), x);
    return magnitude < 0.625f ? near : far;
}

/// The error function: an odd polynomial around 0, 1 − e^(−g(|x|)) elsewhere.
CNNS_INLINE float cnns_erf1(float x) {
    float magnitude = fabsf(x);
    float z = x * x;
    float p = 7.88249745e-05f;
    p = p * z - 0.000801885501f;
    p = p * z + 0.00518931216f;
    p = p * z - 0.0268543288f;
    p = p * z + 0.112835974f;
    p = p * z - 0.37612626f;
    p = p * z + 1.12837911f;
    float near = x * p;
    float limited = magnitude > 4.0f ? 4.0f : magnitude;
    float g = 1.36331291e-05f;
    g = g * limited - 0.000323454035f;
    g = g * limited + 0.0034814789f;
    g = g * limited - 0.0228046048f;
    g = g * limited + 0.103753567f;
    g = g * limited + 0.638493717f;
    g = g * limited + 1.12636888f;
    g = g * limited + 0.000622114283f;
    float far = copysignf(1.0f - cnns_exp1(-g), x);
    return magnitude < 1.0f ? near : far;
}

#endif
