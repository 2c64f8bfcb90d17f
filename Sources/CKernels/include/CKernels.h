#ifndef CNNS_CKERNELS_H
#define CNNS_CKERNELS_H

#include "convolution.h"
#include "elementwise.h"
#include "memory.h"
#include "pooling.h"
#include "softmax.h"

#endif
