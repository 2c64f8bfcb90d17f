#ifndef CCAIRO_H
#define CCAIRO_H

// Cairo, whose functions here have their own names and are loaded together at the first of them: it brings some fifteen libraries, which
// take longer to start than the program does, and most lines typed draw nothing. Where it cannot be loaded, the functions do nothing
// and yield 0.

#include <cairo/cairo-pdf.h>
#include <cairo/cairo.h>
#include <stddef.h>

/// Whether Cairo is there; loads it. From any thread.
int ccairo_is_available(void);

/// Bytes that grow while a document is written; its owner frees `bytes`.
typedef struct {
    unsigned char *bytes;
    size_t count;
    size_t capacity;
} ccairo_buffer;

/// A page that is written to a buffer, which must stay in place until the surface is destroyed.
cairo_surface_t *ccairo_pdf_surface(ccairo_buffer *buffer, double width, double height);

#endif
