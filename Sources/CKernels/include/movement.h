#ifndef CNNS_MOVEMENT_H
#define CNNS_MOVEMENT_H

#include <stddef.h>
#include <stdint.h>

/// Copies elements of `width` bytes (1, 2, 4 or 8) into consecutive memory, from where `strides`, in bytes, say; the last axis is
/// the innermost. `rank` is at least 1.
void cnns_copy_strided(void *to, const void *from, size_t rank, const ptrdiff_t *extents, const ptrdiff_t *strides, size_t width);

/// For each of `groups` groups of `extent` blocks, copies the blocks that `indices` name one after another. An index of -1 stands for
/// the `width` bytes at `fill`, repeated.
void cnns_gather_blocks(
    void *to, const void *from, size_t groups, size_t extent, size_t block, const ptrdiff_t *indices, size_t count, const void *fill,
    size_t width);

/// Weighted sums of neighbors along one axis: y[g, o, i] = Σ_t weights[o, t] · x[g, indices[o, t], i] for `groups` × `count` × `inner`.
void cnns_resample_axis(
    const float *x, float *y, size_t groups, size_t extent, size_t inner, const ptrdiff_t *indices, const float *weights, size_t count,
    size_t taps);

#endif
