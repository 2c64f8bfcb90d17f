#include <stddef.h>

#include "kernel_set.h"

/* Vectors of 4 numbers, which every processor has that runs this program. */
#define LANES 4
#if defined(__aarch64__)
/* 32 registers: 6 places by four vectors of filters are 24 sums and four vectors of weights; multiplications take one lane of a vector of
   the input, so that numbers need not be broadcast. */
#define TILE_PLACES 6
#define TILE_VECTORS 4
#define ROW_PLACES 14
#else
/* 16 registers, of which a product takes one before it is added: 6 places by two vectors are 12 sums, two vectors of weights and the product. */
#define TILE_PLACES 6
#define TILE_VECTORS 2
#define ROW_PLACES 6
#endif

#include "all.h"

const KernelSet cnns_portable_kernels = KERNEL_SET;
