#ifndef CNNS_RANDOM_H
#define CNNS_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Fills values with numbers spread evenly over -bound ..< bound, which the seed alone determines: the n-th number depends on
   the seed and n only. SplitMix64, whose upper and lower halves make a number each.
   Source: Steele, Lea and Flood, 2014, doi:10.1145/2714064.2660195. */
void cnns_fill_uniform(float *values, size_t count, uint64_t seed, float bound);

#endif
