#if defined(__x86_64__)
#include <stddef.h>

#include "kernel_set.h"

/* 16 registers of 8 numbers: 6 places by two vectors of filters are 12 sums, two vectors of weights and a number of the input. 8 loads go with
   12 multiplications, of which two can begin in a cycle; fewer than 8 sums would wait for one another. Of a pair of blocks of filters one
   half is computed after the other; the input's rows are in the cache then.
   A row of a depthwise kernel takes up to 7 registers for its weights and one for the input, which leaves 8 places. */
#define LANES 8
#define TILE_PLACES 6
#define TILE_VECTORS 2
#define ROW_PLACES 8

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "all.h"
#pragma clang attribute pop

const KernelSet cnns_avx2_kernels = KERNEL_SET;
#endif
