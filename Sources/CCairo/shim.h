#ifndef CCAIRO_SHIM_H
#define CCAIRO_SHIM_H
#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <stdlib.h>
#include <string.h>

// Bytes that grow while a document is written; its owner frees `bytes`.
typedef struct {
    unsigned char *bytes;
    size_t count;
    size_t capacity;
} ccairo_buffer;

static cairo_status_t ccairo_append(void *closure, const unsigned char *data, unsigned int length) {
    ccairo_buffer *buffer = closure;
    if (buffer->capacity - buffer->count < length) {
        size_t capacity = buffer->capacity * 2 + length;
        unsigned char *grown = realloc(buffer->bytes, capacity);
        if (!grown) return CAIRO_STATUS_NO_MEMORY;
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, data, length);
    buffer->count += length;
    return CAIRO_STATUS_SUCCESS;
}

// A page that is written to a buffer, which must stay in place until the surface is destroyed.
static inline cairo_surface_t *ccairo_pdf_surface(ccairo_buffer *buffer, double width, double height) {
    return cairo_pdf_surface_create_for_stream(ccairo_append, buffer, width, height);
}
#endif
