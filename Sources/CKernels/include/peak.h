#ifndef CNNS_PEAK_H
#define CNNS_PEAK_H

#include <stddef.h>
#include <stdint.h>

/* Multiplies and adds in registers, with vectors as wide as those of the kernels that the thread runs (kernel_choice.h), `rounds` times; returns how many operations that were, two
   for each multiplication with its addition. What it takes is the least that so many operations can take on one thread. */
int64_t cnns_multiply_registers(int64_t rounds);

/* Reads `count` bytes, a multiple of 512, and returns something that depends on all of them. What it takes over more bytes than fit into the
   caches is the least that reading so many can take on one thread. */
uint64_t cnns_read_memory(const void *bytes, size_t count);

#endif
