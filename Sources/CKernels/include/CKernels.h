#ifndef CNNS_CKERNELS_H
#define CNNS_CKERNELS_H

#include "blocked_convolution.h"
#include "blocked_elementwise.h"
#include "blocked_maps.h"
#include "blocked_pooling.h"
#include "convolution.h"
#include "dense.h"
#include "elementwise.h"
#include "gradient.h"
#include "kernel_choice.h"
#include "memory.h"
#include "moments.h"
#include "movement.h"
#include "normalization.h"
#include "patching.h"
#include "peak.h"
#include "pooling.h"
#include "processors.h"
#include "random.h"
#include "reduction.h"
#include "search.h"
#include "softmax.h"
#include "spinning.h"
#include "winograd.h"

#endif
