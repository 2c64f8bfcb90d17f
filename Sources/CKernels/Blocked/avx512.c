#if defined(__x86_64__)
#include <immintrin.h>
#include <stddef.h>

#include "kernel_set.h"

/* 32 registers of 16 numbers: 14 places by two vectors of filters are 28 sums, two vectors of weights and a number of the input. So 16 loads
   go with 28 multiplications, which is what the processor's ports can do at once. */
#define LANES 16
#define TILE_PLACES 14
#define TILE_VECTORS 2
#define ROW_PLACES 14

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#include "all.h"
#pragma clang attribute pop

const KernelSet cnns_avx512_kernels = KERNEL_SET;
#endif
