// Our C around libpng, libjpeg-turbo and zlib. Their jumps and exits stay in here:
// every function returns, with 0 for success or a message for failure.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { CIMAGECODECS_MESSAGE_LENGTH = 200 };

// MARK: - Reading pictures

// A picture whose header has been read and whose samples have not.
typedef struct {
    int height;
    int width;
    // 1 gray, 3 RGB, 4 RGB with straight alpha.
    int channel_count;
    // Set where the picture is of a kind that is not read (CMYK); a fixed string.
    const char *unsupported;
    // The payload of a JPEG's Exif segment behind "Exif\0\0", or NULL.
    const uint8_t *exif;
    size_t exif_count;
    // The library's words after a failure.
    char message[CIMAGECODECS_MESSAGE_LENGTH];
    void *state;
} cimagecodecs_picture;

// Reads a PNG's header. `bytes` must stay in place until the picture is closed. Close it also after a failure.
int cimagecodecs_png_open(cimagecodecs_picture *picture, const uint8_t *bytes, size_t count);
// Reads height * width * channel_count samples.
int cimagecodecs_png_read(cimagecodecs_picture *picture, uint8_t *samples);
void cimagecodecs_png_close(cimagecodecs_picture *picture);

int cimagecodecs_jpeg_open(cimagecodecs_picture *picture, const uint8_t *bytes, size_t count);
int cimagecodecs_jpeg_read(cimagecodecs_picture *picture, uint8_t *samples);
void cimagecodecs_jpeg_close(cimagecodecs_picture *picture);

// MARK: - Writing pictures

// Bytes that grow while a file is written; release them with cimagecodecs_buffer_release.
typedef struct {
    uint8_t *bytes;
    size_t count;
    size_t capacity;
    char message[CIMAGECODECS_MESSAGE_LENGTH];
} cimagecodecs_buffer;

// Writes a PNG of 1, 3 or 4 channels of 8 bits. `level` is zlib's, 0...9; `filtered` chooses row filters by what
// compresses photographs well, otherwise none, which suits drawings and is fast.
int cimagecodecs_png_write(
    cimagecodecs_buffer *buffer, const uint8_t *samples, int height, int width, int channel_count, int level, int filtered);
void cimagecodecs_buffer_release(cimagecodecs_buffer *buffer);

// MARK: - zlib

// How the deflated stream is wrapped.
typedef enum { CIMAGECODECS_RAW = 0, CIMAGECODECS_ZLIB = 1 } cimagecodecs_wrapping;

// An upper bound of what `count` bytes deflate to.
size_t cimagecodecs_deflate_bound(size_t count);
// Deflates a whole buffer into `output`; the bytes written, or 0 where `capacity` does not suffice.
size_t cimagecodecs_deflate(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, int level, cimagecodecs_wrapping wrapping);
// Inflates a whole stream into at most `capacity` bytes. Returns 0 and the bytes written; 1 where the stream is
// malformed, 2 where it is truncated, 3 where it holds more than `capacity`.
int cimagecodecs_inflate(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, cimagecodecs_wrapping wrapping, size_t *written);
// The CRC-32 that zip and PNG use, continued from `crc` (0 at first).
uint32_t cimagecodecs_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

// MARK: - Base64

// Writes the (count + 2) / 3 * 4 characters of the bytes, padded; returns how many.
// Source: RFC 4648, section 4.
size_t cimagecodecs_base64(const uint8_t *bytes, size_t count, uint8_t *output);

// MARK: - Color maps

// The level of each number: (number - low) * factor, rounded, 0...top; `signal` for those that are not finite.
void cimagecodecs_levels(
    const float *numbers, size_t count, double low, double factor, uint8_t top, uint8_t signal, uint8_t *levels);
// The three samples of each index' color in a palette of 256.
void cimagecodecs_colors(const uint8_t *indices, size_t count, const uint8_t *palette, uint8_t *samples);
// The mean of each square of `side` numbers a side, smaller at the right and at the bottom where they do not divide a plane
// [height, width]; `sums` has room for `width` numbers.
void cimagecodecs_means(const float *numbers, size_t height, size_t width, size_t side, float *sums, float *means);

// MARK: - Resampling

// The weights of one axis: output i is the sum over k < counts[i] of weights[i * stride + k] * input[starts[i] + k],
// in fixed point with 22 bits after the point, rounded and clamped to 0...255.
typedef struct {
    const int32_t *starts;
    const int32_t *counts;
    const int32_t *weights;
    int stride;
} cimagecodecs_axis;

// Resamples rows first_row ..< first_row + row_count of a picture along x.
void cimagecodecs_resample_horizontally(
    const uint8_t *input, int input_width, int first_row, int row_count, int channel_count, uint8_t *output, int output_width,
    const cimagecodecs_axis *axis);
// Resamples along y; `input` begins with row first_row of the picture. `sums` has room for row_samples numbers.
void cimagecodecs_resample_vertically(
    const uint8_t *input, int first_row, int row_samples, uint8_t *output, int output_height, const cimagecodecs_axis *axis,
    int32_t *sums);
