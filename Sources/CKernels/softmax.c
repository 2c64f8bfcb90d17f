#include "include/softmax.h"
#include "vector_math.h"

enum { lanes = 16 };

/// The largest of `length` numbers; not a number where the first of a lane is none.
CNNS_INLINE float cnns_row_maximum(const float *x, size_t length) {
    float best[lanes];
    for (size_t l = 0; l < lanes; l++) best[l] = -INFINITY;
    size_t i = 0;
    for (; i + lanes <= length; i += lanes) {
        for (size_t l = 0; l < lanes; l++) best[l] = x[i + l] > best[l] ? x[i + l] : best[l];
    }
    for (; i < length; i++) best[0] = x[i] > best[0] ? x[i] : best[0];
    float result = best[0];
    for (size_t l = 1; l < lanes; l++) result = best[l] > result ? best[l] : result;
    return result;
}

/// Writes e^(x − maximum) and returns the sum.
CNNS_INLINE float cnns_row_exponentials(const float *x, float *y, size_t length, float maximum) {
    float sums[lanes] = {0};
    size_t i = 0;
    for (; i + lanes <= length; i += lanes) {
        for (size_t l = 0; l < lanes; l++) {
            float e = cnns_exp1(x[i + l] - maximum);
            y[i + l] = e;
            sums[l] += e;
        }
    }
    float sum = 0;
    for (; i < length; i++) {
        float e = cnns_exp1(x[i] - maximum);
        y[i] = e;
        sum += e;
    }
    for (size_t l = 0; l < lanes; l++) sum += sums[l];
    return sum;
}

CNNS_VARIANTS void cnns_softmax_rows(const float *x, float *y, size_t rows, size_t length) {
    for (size_t row = 0; row < rows; row++, x += length, y += length) {
        float scale = 1.0f / cnns_row_exponentials(x, y, length, cnns_row_maximum(x, length));
        for (size_t i = 0; i < length; i++) y[i] *= scale;
    }
}

CNNS_VARIANTS void cnns_log_softmax_rows(const float *x, float *y, size_t rows, size_t length) {
    for (size_t row = 0; row < rows; row++, x += length, y += length) {
        float maximum = cnns_row_maximum(x, length);
        float logarithm = logf(cnns_row_exponentials(x, y, length, maximum));
        CNNS_VECTORIZED
        for (size_t i = 0; i < length; i++) y[i] = x[i] - maximum - logarithm;
    }
}

/// Maxima of up to `lanes` columns, and the sums of e^(x − maximum).
CNNS_INLINE void cnns_column_sums(const float *x, size_t length, size_t stride, size_t width, float *maxima, float *sums) {
    for (size_t l = 0; l < width; l++) maxima[l] = -INFINITY;
    for (size_t l = 0; l < width; l++) sums[l] = 0;
    for (size_t i = 0; i < length; i++) {
        const float *row = x + i * stride;
        for (size_t l = 0; l < width; l++) maxima[l] = row[l] > maxima[l] ? row[l] : maxima[l];
    }
    for (size_t i = 0; i < length; i++) {
        const float *row = x + i * stride;
        for (size_t l = 0; l < width; l++) sums[l] += cnns_exp1(row[l] - maxima[l]);
    }
}

#define CNNS_COLUMNS(NAME, SUM_TO_TERM, EXPRESSION)                                                                  \
    CNNS_VARIANTS void NAME(const float *x, float *y, size_t length, size_t stride, size_t columns) {         \
        for (size_t first = 0; first < columns; first += lanes) {                                                    \
            size_t width = columns - first < lanes ? columns - first : lanes;                                        \
            float maxima[lanes], terms[lanes];                                                                       \
            if (width == lanes) {                                                                                    \
                cnns_column_sums(x + first, length, stride, lanes, maxima, terms);                                   \
            } else {                                                                                                 \
                cnns_column_sums(x + first, length, stride, width, maxima, terms);                                   \
            }                                                                                                        \
            for (size_t l = 0; l < width; l++) terms[l] = SUM_TO_TERM(terms[l]);                                     \
            for (size_t i = 0; i < length; i++) {                                                                    \
                const float *from = x + i * stride + first;                                                          \
                float *to = y + i * stride + first;                                                                  \
                for (size_t l = 0; l < width; l++) {                                                                 \
                    float v = from[l] - maxima[l], term = terms[l];                                                  \
                    to[l] = (EXPRESSION);                                                                            \
                }                                                                                                    \
            }                                                                                                        \
        }                                                                                                            \
    }

#define CNNS_INVERSE(sum) (1.0f / (sum))

CNNS_COLUMNS(cnns_softmax_columns, CNNS_INVERSE, cnns_exp1(v) * term)
CNNS_COLUMNS(cnns_log_softmax_columns, logf, v - term)
