/* Functions of single numbers of blocked maps. */

#include "../include/blocked_elementwise.h"
#include "finishing.h"

/* One row of one vector of channels; residual may be NULL. */
VECTOR_INLINE void finish_row_of_maps(const float *input, const Finish *finish, const float *residual, ptrdiff_t width, float *output) {
    for (ptrdiff_t x = 0; x < width * CNNS_BLOCK; x += CNNS_BLOCK) {
        store_finished(load(input + x), finish, residual ? residual + x : NULL, output + x);
    }
}

/* See cnns_finish_blocked. */
static void finish_maps(const CnnsBlockedJob *job, ptrdiff_t channelCount, const CnnsEpilogue *epilogue, ptrdiff_t firstBlock,
                        ptrdiff_t endBlock) {
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const float *input = job->input.values + block * job->input.blockPitch + y * job->input.rowPitch;
            const float *residual =
                job->residual.values ? job->residual.values + block * job->residual.blockPitch + y * job->residual.rowPitch : NULL;
            float *output = job->output.values + block * job->output.blockPitch + y * job->output.rowPitch;
            for (ptrdiff_t lane = 0; lane < CNNS_BLOCK; lane += LANES) {
                const Finish finish = finish_from(epilogue, block * CNNS_BLOCK + lane, channelCount);
                finish_row_of_maps(input + lane, &finish, residual ? residual + lane : NULL, job->width, output + lane);
            }
        }
    }
}

/* See cnns_add_blocked. */
static void add_maps(const CnnsBlockedJob *job, ptrdiff_t firstBlock, ptrdiff_t endBlock) {
    for (ptrdiff_t block = firstBlock; block < endBlock; block++) {
        for (ptrdiff_t y = 0; y < job->height; y++) {
            const float *first = job->input.values + block * job->input.blockPitch + y * job->input.rowPitch;
            const float *second = job->residual.values + block * job->residual.blockPitch + y * job->residual.rowPitch;
            float *output = job->output.values + block * job->output.blockPitch + y * job->output.rowPitch;
            for (ptrdiff_t x = 0; x < job->width * CNNS_BLOCK; x += LANES) store(output + x, load(first + x) + load(second + x));
        }
    }
}
