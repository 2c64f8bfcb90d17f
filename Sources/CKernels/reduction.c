#include "include/reduction.h"
#include "vector_math.h"

enum { lanes = 16 };

// A row is accumulated in `lanes` independent numbers of type TYPE, which COMBINE then takes together.
#define CNNS_REDUCTION(NAME, TYPE, START, ACCUMULATE, COMBINE, FINISH)                      \
    CNNS_VARIANTS void NAME(const float *x, float *y, size_t rows, size_t length) {        \
        for (size_t row = 0; row < rows; row++, x += length) {                              \
            TYPE part[lanes];                                                               \
            for (size_t l = 0; l < lanes; l++) part[l] = (START);                           \
            size_t i = 0;                                                                   \
            for (; i + lanes <= length; i += lanes) {                                       \
                for (size_t l = 0; l < lanes; l++) part[l] = ACCUMULATE(part[l], x[i + l]); \
            }                                                                               \
            for (; i < length; i++) part[0] = ACCUMULATE(part[0], x[i]);                    \
            TYPE result = part[0];                                                          \
            for (size_t l = 1; l < lanes; l++) result = COMBINE(result, part[l]);           \
            y[row] = (float)FINISH(result);                                                 \
        }                                                                                   \
    }

#define CNNS_SUM(a, v) ((a) + (v))
#define CNNS_SUM_MAGNITUDE(a, v) ((a) + fabsf(v))
#define CNNS_SUM_SQUARE(a, v) ((a) + (double)(v) * (double)(v))
#define CNNS_PRODUCT(a, v) ((a) * (v))
#define CNNS_SAME(a) (a)

/// The larger one, and not a number where either is none.
CNNS_INLINE float cnns_larger(float a, float v) { return v > a || v != v ? v : a; }
CNNS_INLINE float cnns_smaller(float a, float v) { return v < a || v != v ? v : a; }

CNNS_REDUCTION(cnns_sum_rows, double, 0, CNNS_SUM, CNNS_SUM, CNNS_SAME)
CNNS_REDUCTION(cnns_sum_magnitudes_rows, double, 0, CNNS_SUM_MAGNITUDE, CNNS_SUM, CNNS_SAME)
CNNS_REDUCTION(cnns_sum_squares_rows, double, 0, CNNS_SUM_SQUARE, CNNS_SUM, CNNS_SAME)
CNNS_REDUCTION(cnns_product_rows, double, 1, CNNS_PRODUCT, CNNS_PRODUCT, CNNS_SAME)
CNNS_REDUCTION(cnns_max_rows, float, -INFINITY, cnns_larger, cnns_larger, CNNS_SAME)
CNNS_REDUCTION(cnns_min_rows, float, INFINITY, cnns_smaller, cnns_smaller, CNNS_SAME)

void cnns_log_sum_exp_rows(const float *x, float *y, size_t rows, size_t length) {
    for (size_t row = 0; row < rows; row++, x += length) {
        float maximum;
        cnns_max_rows(x, &maximum, 1, length);
        double shift = isfinite(maximum) ? maximum : 0.0;
        double sum = 0;
        for (size_t i = 0; i < length; i++) sum += exp((double)x[i] - shift);
        y[row] = (float)(shift + log(sum));
    }
}
