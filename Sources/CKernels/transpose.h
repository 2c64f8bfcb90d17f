#ifndef CNNS_TRANSPOSE_H
#define CNNS_TRANSPOSE_H

/* Rows of numbers become columns, 16 × 16 at a time, in vectors of whatever width the processor has. */

#include <string.h>

#include "blocked_maps.h"
#include "span.h"

enum { SQUARE = CNNS_BLOCK };

typedef float SquareRow __attribute__((vector_size(SQUARE * sizeof(float))));

#define SQUARE_INLINE static inline __attribute__((always_inline))

/* One of the four rounds: numbers whose row and column differ in one bit change places. */
#define EXCHANGE(rows, step, low, high)                                      \
    for (int r = 0; r < SQUARE; r++) {                                       \
        if (r & step) continue;                                              \
        const SquareRow a = rows[r], b = rows[r + step];                     \
        rows[r] = __builtin_shufflevector(a, b, low);                        \
        rows[r + step] = __builtin_shufflevector(a, b, high);                \
    }

SQUARE_INLINE void transpose_square(SquareRow rows[SQUARE]) {
#define LOW 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30
#define HIGH 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31
#pragma clang loop unroll(full)
    EXCHANGE(rows, 1, LOW, HIGH)
#undef LOW
#undef HIGH
#define LOW 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29
#define HIGH 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31
#pragma clang loop unroll(full)
    EXCHANGE(rows, 2, LOW, HIGH)
#undef LOW
#undef HIGH
#define LOW 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27
#define HIGH 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31
#pragma clang loop unroll(full)
    EXCHANGE(rows, 4, LOW, HIGH)
#undef LOW
#undef HIGH
#define LOW 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23
#define HIGH 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31
#pragma clang loop unroll(full)
    EXCHANGE(rows, 8, LOW, HIGH)
#undef LOW
#undef HIGH
}

/* Up to 16 columns of up to 16 rows of numbers, `pitch` numbers apart, which need not be aligned; zeros for the rows that there are
   not. square[c] has column c. */
SQUARE_INLINE void columns_of_square(const char *numbers, ptrdiff_t pitch, ptrdiff_t rows, ptrdiff_t columns, SquareRow square[SQUARE]) {
    const ptrdiff_t rowSize = pitch * (ptrdiff_t)sizeof(float);
    if (rows == SQUARE && columns == SQUARE) {
#pragma clang loop unroll(full)
        for (int r = 0; r < SQUARE; r++) memcpy(&square[r], numbers + r * rowSize, sizeof square[r]);
    } else {
        memset(square, 0, SQUARE * sizeof square[0]);
        for (ptrdiff_t r = 0; r < rows; r++) memcpy(&square[r], numbers + r * rowSize, (size_t)columns * sizeof(float));
    }
    transpose_square(square);
}

#undef EXCHANGE

#endif
