// Our C behind the terminal's picture protocols: palettes, dithering, sixel bands, compression. Flat functions without globals;
// pixels are RGB samples in rows from the top, palettes are numbers 0xRRGGBB.
#pragma once

#include <stddef.h>
#include <stdint.h>

// MARK: - Palettes

// Numbers the colors of `pixel_count` RGB pixels in order of appearance: one index a pixel, the colors into `palette`
// (room for 256). Returns how many there are, or 0 where there are more than `limit` (1...256).
int cterminalgraphics_index_colors(const uint8_t *samples, size_t pixel_count, int limit, uint8_t *indices, uint32_t *palette);

// The sums over the pixels of one cell of the color cube, 8 x 8 x 8 colors.
typedef struct {
    int64_t count, red, green, blue, squares;
} cterminalgraphics_cell;

enum { CTERMINALGRAPHICS_CELLS = 32 * 32 * 32 };

// Adds every `step`-th pixel of the rows to the cells, numbered (red * 32 + green) * 32 + blue; the first pixel looked at moves
// from row to row.
void cterminalgraphics_count_colors(const uint8_t *samples, int height, int width, int step, cterminalgraphics_cell *cells);

// Moves each color of the palette to the mean of the cells that are nearest to it, so many times (Lloyd's iteration).
// Source: S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28 (1982), pages 129-137.
void cterminalgraphics_refine_palette(const cterminalgraphics_cell *cells, uint32_t *palette, int color_count, int rounds);

// MARK: - Dithering

// The palette's nearest color for cells of 4 x 4 x 4 colors, found when first asked for. May be used by several threads.
typedef struct cterminalgraphics_matcher cterminalgraphics_matcher;

// NULL where there is no memory. `color_count` is 1...256.
cterminalgraphics_matcher *cterminalgraphics_matcher_make(const uint32_t *palette, int color_count);
void cterminalgraphics_matcher_release(cterminalgraphics_matcher *matcher);

// Draws rows first_row ..< first_row + row_count in the palette's colors, passing three quarters of each pixel's error on to its neighbors,
// every other row from the right. Begins some rows above, whose indices are not kept, so that strips fit together.
// `indices` has room for row_count * width. Returns 0 where there is no memory.
// Source: R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial grayscale", Proceedings of the SID 17 (1976), pages 75-77.
int cterminalgraphics_diffuse(
    cterminalgraphics_matcher *matcher, const uint8_t *samples, int width, int first_row, int row_count, uint8_t *indices);

// Draws pixels in the palette's colors, each for itself.
void cterminalgraphics_match(cterminalgraphics_matcher *matcher, const uint8_t *samples, size_t pixel_count, uint8_t *indices);

// MARK: - Sixels

// Bytes that grow while they are written; release them with cterminalgraphics_buffer_release.
typedef struct {
    uint8_t *bytes;
    size_t count, capacity;
} cterminalgraphics_buffer;

void cterminalgraphics_buffer_release(cterminalgraphics_buffer *buffer);

// Appends bands of six rows, each ended by '-'. `registers` gives each index its color register, 0...255.
// Returns 0 where there is no memory.
int cterminalgraphics_sixel_bands(
    const uint8_t *indices, int width, int band_count, const uint8_t *registers, int color_count, cterminalgraphics_buffer *output);

// MARK: - Compression

// Room that `count` bytes need when they are deflated.
size_t cterminalgraphics_deflate_bound(size_t count);

// Deflates a piece of a raw stream into one block, ending at a whole byte where it is not the last; returns the bytes written. Looks for
// nothing but repetitions of the byte before: a filtered photograph and the maps of a network have no others worth the time. Pieces may
// be made in any order, none refers to another. Some 1.5 GB a second.
// Source: RFC 1951, sections 3.2.5 to 3.2.7.
size_t cterminalgraphics_deflate_piece(const uint8_t *input, size_t count, uint8_t *output, int is_last);

// The checksum of the zlib format.
// Source: RFC 1950, section 9.
uint32_t cterminalgraphics_adler32(const uint8_t *bytes, size_t count);
