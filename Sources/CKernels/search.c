#include "search.h"

#include "span.h"
#include "variants.h"

/* Numbers that are compared before anybody asks whether one was equal. */
enum { PIECE = 64 };

CNNS_VARIANTS
ptrdiff_t cnns_first_place(const float *numbers, ptrdiff_t count, float number) {
    ptrdiff_t piece = 0;
    for (; piece + PIECE <= count; piece += PIECE) {
        int equals = 0;
        for (int i = 0; i < PIECE; i++) equals |= numbers[piece + i] == number;
        if (equals) break;
    }
    for (ptrdiff_t i = piece; i < count; i++) {
        if (numbers[i] == number) return i;
    }
    return count;
}
