#ifndef CNNS_KERNEL_SET_H
#define CNNS_KERNEL_SET_H

#include "../include/blocked_convolution.h"
#include "../include/blocked_elementwise.h"
#include "../include/blocked_maps.h"
#include "../include/blocked_pooling.h"
#include "../include/winograd.h"

/* The functions of the headers for blocked maps, compiled for one kind of processor. */
typedef struct {
    __typeof__(cnns_convolve_blocked) *convolve;
    __typeof__(cnns_convolve_blocked_depthwise) *convolve_depthwise;
    __typeof__(cnns_finish_blocked) *finish;
    __typeof__(cnns_pool_blocked) *pool;
    __typeof__(cnns_average_blocked) *average;
    __typeof__(cnns_add_blocked) *add;
    __typeof__(cnns_block_maps) *block_maps;
    __typeof__(cnns_unblock_maps) *unblock_maps;
    __typeof__(cnns_winograd_transform) *winograd_transform;
    __typeof__(cnns_winograd_multiply) *winograd_multiply;
} KernelSet;

#if defined(__x86_64__)
extern const KernelSet cnns_avx512_kernels, cnns_avx2_kernels;
#endif
extern const KernelSet cnns_portable_kernels;

#endif
