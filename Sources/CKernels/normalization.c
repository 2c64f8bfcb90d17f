#include "include/normalization.h"
#include "vector_math.h"

enum { lanes = 16 };

CNNS_VARIANTS void cnns_moments_rows(const float *x, float *mean, float *variance, size_t rows, size_t length) {
    for (size_t row = 0; row < rows; row++, x += length) {
        double sums[lanes] = {0}, squares[lanes] = {0};
        size_t whole = length / lanes * lanes;
        for (size_t i = 0; i < whole; i += lanes) {
            for (size_t l = 0; l < lanes; l++) sums[l] += x[i + l];
        }
        for (size_t i = whole; i < length; i++) sums[0] += x[i];
        double sum = 0;
        for (size_t l = 0; l < lanes; l++) sum += sums[l];
        double average = sum / (double)length;
        for (size_t i = 0; i < whole; i += lanes) {
            for (size_t l = 0; l < lanes; l++) squares[l] += (x[i + l] - average) * (x[i + l] - average);
        }
        for (size_t i = whole; i < length; i++) squares[0] += (x[i] - average) * (x[i] - average);
        double square = 0;
        for (size_t l = 0; l < lanes; l++) square += squares[l];
        mean[row] = (float)average;
        variance[row] = (float)(square / (double)length);
    }
}

CNNS_VARIANTS void cnns_affine_rows(
    const float *x, float *y, const float *scale, const float *shift, size_t rows, size_t length) {
    for (size_t row = 0; row < rows; row++, x += length, y += length) {
        float factor = scale[row], summand = shift[row];
        CNNS_VECTORIZED
        for (size_t i = 0; i < length; i++) y[i] = factor * x[i] + summand;
    }
}

CNNS_VARIANTS void cnns_local_response(
    const float *x, float *y, size_t channels, size_t plane, size_t before, size_t after, float factor, float bias, float beta) {
    for (size_t channel = 0; channel < channels; channel++) {
        size_t first = channel < before ? 0 : channel - before;
        size_t last = after < channels - 1 - channel ? channel + after : channels - 1;
        float *to = y + channel * plane;
        for (size_t i = 0; i < plane; i++) to[i] = 0;
        for (size_t other = first; other <= last; other++) {
            const float *from = x + other * plane;
            CNNS_VECTORIZED
            for (size_t i = 0; i < plane; i++) to[i] += from[i] * from[i];
        }
        const float *own = x + channel * plane;
        if (beta == 0.75f) {
            CNNS_VECTORIZED
            for (size_t i = 0; i < plane; i++) {
                float root = __builtin_elementwise_sqrt(bias + factor * to[i]);
                to[i] = own[i] / (root * __builtin_elementwise_sqrt(root));
            }
        } else {
            for (size_t i = 0; i < plane; i++) to[i] = own[i] / powf(bias + factor * to[i], beta);
        }
    }
}
