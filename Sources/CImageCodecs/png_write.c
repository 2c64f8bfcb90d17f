#include "CImageCodecs.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

static void note_error(png_structp png, png_const_charp message) {
    cimagecodecs_buffer *buffer = png_get_error_ptr(png);
    strncpy(buffer->message, message, CIMAGECODECS_MESSAGE_LENGTH - 1);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void append(png_structp png, png_bytep bytes, size_t count) {
    cimagecodecs_buffer *buffer = png_get_io_ptr(png);
    if (count > buffer->capacity - buffer->count) {
        size_t capacity = (buffer->capacity + count) * 2;
        uint8_t *grown = realloc(buffer->bytes, capacity);
        if (!grown) png_error(png, "out of memory");
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

int cimagecodecs_png_write(
    cimagecodecs_buffer *buffer, const uint8_t *samples, int height, int width, int channel_count, int level, int filtered) {
    memset(buffer, 0, sizeof *buffer);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, buffer, note_error, ignore_warning);
    if (!png) return 1;
    png_infop volatile kept_info = NULL;
    if (setjmp(png_jmpbuf(png))) {
        png_infop info = kept_info;
        png_destroy_write_struct(&png, &info);
        return 1;
    }
    png_infop info = png_create_info_struct(png);
    kept_info = info;
    if (!info) png_error(png, "out of memory");
    png_set_write_fn(png, buffer, append, flush_nothing);
    png_set_user_limits(png, 0x7FFFFFFF, 0x7FFFFFFF);
    int type = channel_count == 1 ? PNG_COLOR_TYPE_GRAY : channel_count == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
    png_set_IHDR(
        png, info, (png_uint_32)width, (png_uint_32)height, 8, type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, level);
    png_set_filter(png, 0, filtered ? PNG_FILTER_SUB | PNG_FILTER_UP | PNG_FILTER_PAETH : PNG_FILTER_NONE);
    png_write_info(png, info);
    size_t stride = (size_t)width * (size_t)channel_count;
    for (int row = 0; row < height; row++) png_write_row(png, samples + (size_t)row * stride);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return 0;
}

void cimagecodecs_buffer_release(cimagecodecs_buffer *buffer) {
    free(buffer->bytes);
    buffer->bytes = NULL;
}
