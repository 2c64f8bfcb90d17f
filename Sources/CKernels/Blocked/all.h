/* Every kernel of a set, for the files that say which processor they are for, and the set. */

#include "convolution.h"
#include "depthwise.h"
#include "elementwise.h"
#include "kernel_set.h"
#include "maps.h"
#include "pooling.h"
#include "winograd_input.h"
#include "winograd_products.h"

#define KERNEL_SET                                                                                                               \
    {convolve, convolve_depthwise, finish_maps, pool, average_maps, add_maps, block_maps, unblock_maps, winograd_transform, winograd_multiply}
