#ifndef CNNS_KERNEL_CHOICE_H
#define CNNS_KERNEL_CHOICE_H

/* The functions for blocked maps are there once for each of these kinds of processors. All read and write the same maps and the same
   arranged weights; results differ by rounding. */
typedef enum {
    /* Whichever of the others is the widest that this processor runs. */
    CNNS_WIDEST_KERNELS,
    /* Vectors of 16 numbers. */
    CNNS_AVX512_KERNELS,
    /* Vectors of 8 numbers, with multiplications that add. */
    CNNS_AVX2_KERNELS,
    /* Vectors of 4 numbers: every processor. */
    CNNS_PORTABLE_KERNELS,
} CnnsKernels;

/* Whether this processor runs some kernels. */
int cnns_has_kernels(CnnsKernels kernels);

/* Which of the others the calling thread runs. */
CnnsKernels cnns_used_kernels(void);

/* From now on the calling thread runs these, or the widest where the processor does not have them; returns what it was told before. */
CnnsKernels cnns_use_kernels(CnnsKernels kernels);

#endif
