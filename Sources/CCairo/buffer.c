#include "CCairo.h"

#include <stdlib.h>
#include <string.h>

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
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

cairo_surface_t *ccairo_pdf_surface(ccairo_buffer *buffer, double width, double height) {
    return cairo_pdf_surface_create_for_stream(append, buffer, width, height);
}
