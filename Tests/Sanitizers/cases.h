#ifndef CASES_H
#define CASES_H

/* Windows over maps of odd sizes, and memory that ends where it should. */

#include <stddef.h>

#include "CKernels.h"

/* A window that slides over maps, with what it needs of random numbers. */
typedef struct {
    unsigned seed;
    ptrdiff_t channels, filters, height, width;
    ptrdiff_t kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth;
    ptrdiff_t padTop, padLeft, outputHeight, outputWidth;
    /* What the epilogue has beside limits. */
    int isScaled, hasResidual, isLimited;
} Case;

/* Kernels, strides and dilations of 1 to 3 over maps with sides of 1 to 55; now and then kernels of 5 and 7, and other sides, whose
   tiles are functions of their own. At least one window lies on the map. */
Case random_case(unsigned seed);

/* The same with kernels of 3×3 and stride 1. */
Case random_tiled_case(unsigned seed);

/* From low to high, both included; the next of a sequence that random_case begins. */
ptrdiff_t random_between(ptrdiff_t low, ptrdiff_t high);

/* Exactly so many numbers of -1 to 1, or of none (not a number, so that what is not written is noticed). */
float *random_numbers(ptrdiff_t count);
float *blank_numbers(ptrdiff_t count);

ptrdiff_t blocks_of(ptrdiff_t channels);

/* Plain maps of a case's input under all windows, with the padding to the left and right and the rows that are on the map, in blocks. */
typedef struct {
    float *values;
    CnnsMapView view;
    ptrdiff_t firstRow, endRow;
} CoveredMaps;

CoveredMaps covered_maps(const Case *c, const float *plain, ptrdiff_t block);

/* What lies in blocks at a place. */
float in_blocks(const float *values, ptrdiff_t height, ptrdiff_t width, ptrdiff_t channel, ptrdiff_t y, ptrdiff_t x);

CnnsMapView blocked_view(float *values, ptrdiff_t height, ptrdiff_t width);

CnnsFilters filters_of(const Case *c, ptrdiff_t block);

/* Compares blocked results with expected plain ones, and says which case went wrong. */
void compare(const char *what, const Case *c, const float *blocked, const double *expected, ptrdiff_t channels, ptrdiff_t height,
             ptrdiff_t width, double tolerance);

/* Cases that went wrong so far. */
extern int failureCount;

#endif
