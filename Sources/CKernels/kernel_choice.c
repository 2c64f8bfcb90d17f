#include "kernel_choice.h"

#include "Blocked/kernel_set.h"

static _Thread_local CnnsKernels chosen = CNNS_WIDEST_KERNELS;

int cnns_has_kernels(CnnsKernels kernels) {
    switch (kernels) {
#if defined(__x86_64__)
    case CNNS_AVX512_KERNELS: return __builtin_cpu_supports("avx512f") != 0;
    case CNNS_AVX2_KERNELS: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
    case CNNS_AVX512_KERNELS:
    case CNNS_AVX2_KERNELS: return 0;
#endif
    case CNNS_WIDEST_KERNELS:
    case CNNS_PORTABLE_KERNELS: return 1;
    }
    return 0;
}

CnnsKernels cnns_used_kernels(void) {
    if (chosen != CNNS_WIDEST_KERNELS && cnns_has_kernels(chosen)) return chosen;
    if (cnns_has_kernels(CNNS_AVX512_KERNELS)) return CNNS_AVX512_KERNELS;
    return cnns_has_kernels(CNNS_AVX2_KERNELS) ? CNNS_AVX2_KERNELS : CNNS_PORTABLE_KERNELS;
}

CnnsKernels cnns_use_kernels(CnnsKernels kernels) {
    const CnnsKernels before = chosen;
    chosen = kernels;
    return before;
}

static const KernelSet *kernels(void) {
    switch (cnns_used_kernels()) {
#if defined(__x86_64__)
    case CNNS_AVX512_KERNELS: return &cnns_avx512_kernels;
    case CNNS_AVX2_KERNELS: return &cnns_avx2_kernels;
#endif
    default: return &cnns_portable_kernels;
    }
}

void cnns_convolve_blocked(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *filters, const float *packed,
                           ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue) {
    kernels()->convolve(jobs, jobCount, filters, packed, firstPair, endPair, epilogue);
}

void cnns_convolve_blocked_depthwise(const CnnsBlockedJob *jobs, ptrdiff_t jobCount, const CnnsFilters *filters, const float *packed,
                                     ptrdiff_t firstBlock, ptrdiff_t endBlock, const CnnsEpilogue *epilogue) {
    kernels()->convolve_depthwise(jobs, jobCount, filters, packed, firstBlock, endBlock, epilogue);
}

void cnns_finish_blocked(const CnnsBlockedJob *job, ptrdiff_t channelCount, const CnnsEpilogue *epilogue, ptrdiff_t firstBlock,
                         ptrdiff_t endBlock) {
    kernels()->finish(job, channelCount, epilogue, firstBlock, endBlock);
}

void cnns_pool_blocked(const CnnsBlockedJob *job, const CnnsPool *pool, int isMaximum, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    kernels()->pool(job, pool, isMaximum, firstBlock, endBlock);
}

void cnns_average_blocked(const CnnsMapView *maps, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width, float *means) {
    kernels()->average(maps, channelCount, height, width, means);
}

void cnns_add_blocked(const CnnsBlockedJob *job, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    kernels()->add(job, firstBlock, endBlock);
}

void cnns_block_maps(const CnnsMapView *plain, const CnnsMapView *blocked, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width) {
    kernels()->block_maps(plain, blocked, channelCount, height, width);
}

void cnns_unblock_maps(const CnnsMapView *blocked, const CnnsMapView *plain, ptrdiff_t channelCount, ptrdiff_t height, ptrdiff_t width) {
    kernels()->unblock_maps(blocked, plain, channelCount, height, width);
}

void cnns_winograd_transform(const CnnsBlockedJob *jobs, const CnnsFilters *filters, ptrdiff_t firstTile, ptrdiff_t tileCount,
                             ptrdiff_t firstBlock, ptrdiff_t endBlock, float *inputs) {
    kernels()->winograd_transform(jobs, filters, firstTile, tileCount, firstBlock, endBlock, inputs);
}

void cnns_winograd_multiply(const CnnsBlockedJob *jobs, const CnnsFilters *filters, const float *packed, ptrdiff_t firstTile,
                            ptrdiff_t tileCount, ptrdiff_t firstPair, ptrdiff_t endPair, const CnnsEpilogue *epilogue, int isPooled,
                            const float *inputs, float *scratch) {
    kernels()->winograd_multiply(jobs, filters, packed, firstTile, tileCount, firstPair, endPair, epilogue, isPooled, inputs, scratch);
}
