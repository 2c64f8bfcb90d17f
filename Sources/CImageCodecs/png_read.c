#include "CImageCodecs.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count;
    size_t position;
    char *message;
} reader;

static void note_error(png_structp png, png_const_charp message) {
    reader *r = png_get_error_ptr(png);
    strncpy(r->message, message, CIMAGECODECS_MESSAGE_LENGTH - 1);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void take_bytes(png_structp png, png_bytep destination, size_t count) {
    reader *r = png_get_io_ptr(png);
    if (count > r->count - r->position) png_error(png, "the file ends too early");
    memcpy(destination, r->bytes + r->position, count);
    r->position += count;
}

// Asks libpng for 8-bit gray, RGB or RGBA; gamma and color profiles are left alone.
static void choose_output(png_structp png, png_infop info) {
    int type = png_get_color_type(png, info);
    int has_transparency = png_get_valid(png, info, PNG_INFO_tRNS) != 0;
    png_set_scale_16(png);
    png_set_expand(png);
    if (!(type & PNG_COLOR_MASK_COLOR) && ((type & PNG_COLOR_MASK_ALPHA) || has_transparency)) png_set_gray_to_rgb(png);
}

int cimagecodecs_png_open(cimagecodecs_picture *picture, const uint8_t *bytes, size_t count) {
    memset(picture, 0, sizeof *picture);
    reader *r = calloc(1, sizeof *r);
    if (!r) return 1;
    picture->state = r;
    r->message = picture->message;
    r->bytes = bytes;
    r->count = count;
    r->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, r, note_error, ignore_warning);
    if (!r->png) return 1;
    if (setjmp(png_jmpbuf(r->png))) return 1;
    r->info = png_create_info_struct(r->png);
    if (!r->info) return 1;
    png_set_read_fn(r->png, r, take_bytes);
    png_set_user_limits(r->png, 0x7FFFFFFF, 0x7FFFFFFF);
    // Only what pixels are made of: libpng makes room for texts and profiles of any length that a file declares.
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    // Checksums would keep the fuzzer out of all that stands behind them.
    png_set_crc_action(r->png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
#endif
    png_read_info(r->png, r->info);
    picture->height = (int)png_get_image_height(r->png, r->info);
    picture->width = (int)png_get_image_width(r->png, r->info);
    choose_output(r->png, r->info);
    int type = png_get_color_type(r->png, r->info);
    int transparent = (type & PNG_COLOR_MASK_ALPHA) || png_get_valid(r->png, r->info, PNG_INFO_tRNS);
    picture->channel_count = transparent ? 4 : (type & PNG_COLOR_MASK_COLOR) ? 3 : 1;
    return 0;
}

int cimagecodecs_png_read(cimagecodecs_picture *picture, uint8_t *samples) {
    reader *r = picture->state;
    if (setjmp(png_jmpbuf(r->png))) return 1;
    // No deflated byte stands for more than 1,032: room for what cannot be there is not even touched.
    double row_bytes = (double)png_get_rowbytes(r->png, r->info);
    if (row_bytes * picture->height > 1032.0 * (double)r->count) png_error(r->png, "the file ends too early");
    int passes = png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    size_t stride = (size_t)picture->width * (size_t)picture->channel_count;
    if (png_get_rowbytes(r->png, r->info) != stride) png_error(r->png, "rows of an unexpected length");
    for (int pass = 0; pass < passes; pass++) {
        for (int row = 0; row < picture->height; row++) png_read_row(r->png, samples + (size_t)row * stride, NULL);
    }
    png_read_end(r->png, NULL);
    return 0;
}

void cimagecodecs_png_close(cimagecodecs_picture *picture) {
    reader *r = picture->state;
    if (!r) return;
    if (r->png) png_destroy_read_struct(&r->png, &r->info, NULL);
    free(r);
    picture->state = NULL;
}
