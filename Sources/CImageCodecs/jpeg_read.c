#include "CImageCodecs.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

// A progressive file of more scans is made to waste time, and so is one whose scans pass over more pixels together.
enum { scan_limit = 500 };
static const double scanned_pixel_limit = 4e9;

typedef struct {
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    struct jpeg_decompress_struct decoder;
    jmp_buf escape;
    char *message;
} reader;

static void fail(j_common_ptr decoder) {
    reader *r = (reader *)decoder->err;
    char text[JMSG_LENGTH_MAX];
    r->errors.format_message(decoder, text);
    strncpy(r->message, text, CIMAGECODECS_MESSAGE_LENGTH - 1);
    longjmp(r->escape, 1);
}

// libjpeg fills what it cannot read with gray and warns; a picture of which a part is missing is refused instead.
static void judge_warning(j_common_ptr decoder, int level) {
    if (level >= 0) return;
    switch (decoder->err->msg_code) {
    case JWRN_JPEG_EOF:
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
        fail(decoder);
    default:
        break;
    }
}

static void ignore_message(j_common_ptr decoder) { (void)decoder; }

static void limit_scans(j_common_ptr decoder) {
    reader *r = (reader *)decoder->err;
    if (!decoder->is_decompressor) return;
    int scan_number = r->decoder.input_scan_number;
    double pixels = (double)r->decoder.image_height * (double)r->decoder.image_width;
    if (scan_number > scan_limit || (scan_number > 1 && scan_number * pixels > scanned_pixel_limit)) {
        strncpy(r->message, "more scans than any camera writes", CIMAGECODECS_MESSAGE_LENGTH - 1);
        longjmp(r->escape, 1);
    }
}

static void find_exif(cimagecodecs_picture *picture, jpeg_saved_marker_ptr marker) {
    static const uint8_t signature[6] = {'E', 'x', 'i', 'f', 0, 0};
    for (; marker; marker = marker->next) {
        if (marker->marker != JPEG_APP0 + 1 || marker->data_length <= sizeof signature) continue;
        if (memcmp(marker->data, signature, sizeof signature) != 0) continue;
        picture->exif = marker->data + sizeof signature;
        picture->exif_count = marker->data_length - sizeof signature;
        return;
    }
}

int cimagecodecs_jpeg_open(cimagecodecs_picture *picture, const uint8_t *bytes, size_t count) {
    memset(picture, 0, sizeof *picture);
    reader *r = calloc(1, sizeof *r);
    if (!r) return 1;
    picture->state = r;
    r->message = picture->message;
    struct jpeg_decompress_struct *decoder = &r->decoder;
    decoder->err = jpeg_std_error(&r->errors);
    r->errors.error_exit = fail;
    r->errors.emit_message = judge_warning;
    r->errors.output_message = ignore_message;
    if (setjmp(r->escape)) return 1;
    jpeg_create_decompress(decoder);
    r->progress.progress_monitor = limit_scans;
    decoder->progress = &r->progress;
    jpeg_mem_src(decoder, bytes, count);
    jpeg_save_markers(decoder, JPEG_APP0 + 1, 0xFFFF);
    jpeg_read_header(decoder, TRUE);
    picture->height = (int)decoder->image_height;
    picture->width = (int)decoder->image_width;
    find_exif(picture, decoder->marker_list);
    switch (decoder->jpeg_color_space) {
    case JCS_CMYK:
        picture->unsupported = "CMYK colors";
        break;
    case JCS_YCCK:
        picture->unsupported = "CMYK colors (stored as YCCK)";
        break;
    case JCS_GRAYSCALE:
        decoder->out_color_space = JCS_GRAYSCALE;
        picture->channel_count = 1;
        break;
    default:
        decoder->out_color_space = JCS_RGB;
        picture->channel_count = 3;
    }
    return 0;
}

int cimagecodecs_jpeg_read(cimagecodecs_picture *picture, uint8_t *samples) {
    reader *r = picture->state;
    if (setjmp(r->escape)) return 1;
    jpeg_start_decompress(&r->decoder);
    size_t stride = (size_t)picture->width * (size_t)picture->channel_count;
    while (r->decoder.output_scanline < r->decoder.output_height) {
        JSAMPROW row = samples + (size_t)r->decoder.output_scanline * stride;
        jpeg_read_scanlines(&r->decoder, &row, 1);
    }
    jpeg_finish_decompress(&r->decoder);
    return 0;
}

void cimagecodecs_jpeg_close(cimagecodecs_picture *picture) {
    reader *r = picture->state;
    if (!r) return;
    jpeg_destroy_decompress(&r->decoder);
    free(r);
    picture->state = NULL;
}
