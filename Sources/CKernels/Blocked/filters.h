#ifndef CNNS_BLOCKED_FILTERS_H
#define CNNS_BLOCKED_FILTERS_H

/* How the filters of a convolution lie in memory. */

#include "../include/blocked_convolution.h"

/* Filters of a pair of blocks. */
enum { PAIR = 2 * CNNS_BLOCK };

static inline ptrdiff_t pair_count(const CnnsFilters *f) { return (f->filterCount + PAIR - 1) / PAIR; }
static inline ptrdiff_t depth_of(const CnnsFilters *f) { return f->channelCount * f->kernelHeight * f->kernelWidth; }
/* A last block without a partner has panels of its own width. */
static inline ptrdiff_t pair_width(const CnnsFilters *f, ptrdiff_t pair) {
    return f->filterCount - pair * PAIR > CNNS_BLOCK ? PAIR : CNNS_BLOCK;
}

#endif
