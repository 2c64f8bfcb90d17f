#include "moments.h"

#include <float.h>
#include <math.h>
#include <stdint.h>

#include "span.h"
#include "variants.h"

enum { LANES = 16 };
/* Numbers after which the lanes' counts, of 32 bits, are emptied. */
enum { ROUND = 1 << 24 };

/* Every lane has sums of its own, so that additions can go on side by side. */
static inline __attribute__((always_inline)) void add_round(const float *numbers, ptrdiff_t count, CnnsMoments *moments) {
    double sums[LANES] = {0}, squares[LANES] = {0};
    float low[LANES], high[LANES];
    int32_t finite[LANES] = {0}, zeros[LANES] = {0};
    for (int lane = 0; lane < LANES; lane++) low[lane] = INFINITY, high[lane] = -INFINITY;
    for (ptrdiff_t i = 0; i + LANES <= count; i += LANES) {
        for (int lane = 0; lane < LANES; lane++) {
            const float number = numbers[i + lane];
            const int isFinite = fabsf(number) <= FLT_MAX;
            const double value = isFinite ? number : 0;
            sums[lane] += value;
            squares[lane] += value * value;
            low[lane] = isFinite && number < low[lane] ? number : low[lane];
            high[lane] = isFinite && number >= high[lane] ? number : high[lane];
            finite[lane] += isFinite;
            zeros[lane] += number == 0;
        }
    }
    for (ptrdiff_t i = count / LANES * LANES; i < count; i++) {
        const float number = numbers[i];
        if (!(fabsf(number) <= FLT_MAX)) continue;
        sums[0] += number, squares[0] += (double)number * number;
        low[0] = number < low[0] ? number : low[0], high[0] = number >= high[0] ? number : high[0];
        finite[0]++, zeros[0] += number == 0;
    }
    for (int lane = 0; lane < LANES; lane++) {
        moments->sum += sums[lane], moments->sumOfSquares += squares[lane];
        moments->low = low[lane] < moments->low ? low[lane] : moments->low;
        moments->high = high[lane] > moments->high ? high[lane] : moments->high;
        moments->finiteCount += finite[lane], moments->zeroCount += zeros[lane];
    }
}

CNNS_VARIANTS
void cnns_moments(const float *numbers, ptrdiff_t count, CnnsMoments *moments) {
    *moments = (CnnsMoments){.low = INFINITY, .high = -INFINITY};
    for (ptrdiff_t i = 0; i < count; i += ROUND) add_round(numbers + i, cnns_min(ROUND, count - i), moments);
}
