#ifndef CNNS_BLOCKED_ELEMENTWISE_H
#define CNNS_BLOCKED_ELEMENTWISE_H

#include "blocked_convolution.h"

/* output = epilogue(input) for each place of the blocks firstBlock ..< endBlock of a job; the epilogue's residual is that of the job, its
   scale and shift have channelCount numbers. */
void cnns_finish_blocked(const CnnsBlockedJob *job, ptrdiff_t channelCount, const CnnsEpilogue *epilogue, ptrdiff_t firstBlock,
                         ptrdiff_t endBlock);

#endif
