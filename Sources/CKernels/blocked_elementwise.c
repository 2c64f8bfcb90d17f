#include "blocked_elementwise.h"

#include "blocked.h"

#if defined(CNNS_WIDE)

WIDE void cnns_finish_blocked(const CnnsBlockedJob *job, ptrdiff_t channelCount, const CnnsEpilogue *epilogue, ptrdiff_t firstBlock,
                              ptrdiff_t endBlock) {
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        const BlockEpilogue finish = block_epilogue(epilogue, block * CNNS_BLOCK, channelCount);
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const float *input = job->input.values + block * job->input.blockPitch + y * job->input.rowPitch;
            const float *residual =
                job->residual.values ? job->residual.values + block * job->residual.blockPitch + y * job->residual.rowPitch : NULL;
            float *output = job->output.values + block * job->output.blockPitch + y * job->output.rowPitch;
            for (ptrdiff_t x = 0; x < job->width * CNNS_BLOCK; x += CNNS_BLOCK) {
                finish_vector(_mm512_loadu_ps(input + x), &finish, residual ? residual + x : NULL, output + x);
            }
        }
    }
}

#else

void cnns_finish_blocked(const CnnsBlockedJob *job, ptrdiff_t channelCount, const CnnsEpilogue *epilogue, ptrdiff_t firstBlock,
                         ptrdiff_t endBlock) {}

#endif
