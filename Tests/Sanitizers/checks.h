#ifndef CHECKS_H
#define CHECKS_H

/* One case of each kernel beside the naive sums: those for blocked maps, of the set that the thread runs. */

void check_convolution(unsigned seed);
void check_depthwise(unsigned seed);
void check_tiles(unsigned seed);
void check_pooling(unsigned seed);
void check_maps(unsigned seed);

/* Those for plain maps. */
void check_plain_depthwise(unsigned seed);
void check_groups(unsigned seed);

#endif
