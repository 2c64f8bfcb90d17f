#include "CImageCodecs.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

static int window_bits(cimagecodecs_wrapping wrapping) { return wrapping == CIMAGECODECS_RAW ? -MAX_WBITS : MAX_WBITS; }

// zlib counts in 32 bits; longer buffers are handed over piece by piece.
static uInt piece(size_t count) { return count > UINT_MAX / 2 ? UINT_MAX / 2 : (uInt)count; }

size_t cimagecodecs_deflate_bound(size_t count) { return compressBound(count); }

size_t cimagecodecs_deflate(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, int level, cimagecodecs_wrapping wrapping) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    if (deflateInit2(&stream, level, Z_DEFLATED, window_bits(wrapping), 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    stream.next_in = (Bytef *)input;
    stream.next_out = output;
    size_t left_in = count, left_out = capacity;
    int status = Z_OK;
    while (status == Z_OK) {
        uInt in = piece(left_in), out = piece(left_out);
        stream.avail_in = in;
        stream.avail_out = out;
        status = deflate(&stream, in == left_in ? Z_FINISH : Z_NO_FLUSH);
        left_in -= in - stream.avail_in;
        left_out -= out - stream.avail_out;
        if (left_out == 0 && status == Z_OK) break;
    }
    deflateEnd(&stream);
    return status == Z_STREAM_END ? capacity - left_out : 0;
}

int cimagecodecs_inflate(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, cimagecodecs_wrapping wrapping, size_t *written) {
    z_stream stream;
    memset(&stream, 0, sizeof stream);
    *written = 0;
    if (inflateInit2(&stream, window_bits(wrapping)) != Z_OK) return 1;
    uint8_t beyond;
    stream.next_in = (Bytef *)input;
    size_t left_in = count, left_out = capacity;
    int status = Z_OK;
    while (status == Z_OK) {
        uInt in = piece(left_in), out = left_out ? piece(left_out) : 1;
        stream.avail_in = in;
        stream.avail_out = out;
        stream.next_out = left_out ? output + (capacity - left_out) : &beyond;
        status = inflate(&stream, Z_NO_FLUSH);
        left_in -= in - stream.avail_in;
        if (left_out == 0 && stream.avail_out == 0) {
            inflateEnd(&stream);
            return 3;
        }
        if (left_out) left_out -= out - stream.avail_out;
    }
    inflateEnd(&stream);
    *written = capacity - left_out;
    if (status == Z_STREAM_END) return 0;
    return status == Z_BUF_ERROR ? 2 : 1;
}

uint32_t cimagecodecs_crc32(uint32_t crc, const uint8_t *bytes, size_t count) { return (uint32_t)crc32_z(crc, bytes, count); }
