#ifndef CNNS_SEARCH_H
#define CNNS_SEARCH_H

#include <stddef.h>

/// Where the first of `count` numbers stands that equals a number; `count` where none does.
ptrdiff_t cnns_first_place(const float *numbers, ptrdiff_t count, float number);

#endif
