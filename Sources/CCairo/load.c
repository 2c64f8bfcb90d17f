#include "CCairo.h"

#include <dlfcn.h>
#include <pthread.h>

// Every function that is used, in groups as in Cairo's reference: what it yields (0 for nothing), its name, parameters, arguments.
#define FUNCTIONS(FUNCTION, PROCEDURE) \
    FUNCTION(cairo_t *, cairo_create, (cairo_surface_t * target), (target)) \
    PROCEDURE(cairo_destroy, (cairo_t * context), (context)) \
    PROCEDURE(cairo_save, (cairo_t * context), (context)) \
    PROCEDURE(cairo_restore, (cairo_t * context), (context)) \
    FUNCTION(cairo_status_t, cairo_status, (cairo_t * context), (context)) \
    FUNCTION(const char *, cairo_status_to_string, (cairo_status_t status), (status)) \
    FUNCTION(cairo_pattern_t *, cairo_get_source, (cairo_t * context), (context)) \
    PROCEDURE(cairo_set_source_rgb, (cairo_t * context, double red, double green, double blue), (context, red, green, blue)) \
    PROCEDURE( \
        cairo_set_source_surface, (cairo_t * context, cairo_surface_t * surface, double x, double y), (context, surface, x, y)) \
    PROCEDURE(cairo_pattern_set_filter, (cairo_pattern_t * pattern, cairo_filter_t filter), (pattern, filter)) \
    PROCEDURE(cairo_set_antialias, (cairo_t * context, cairo_antialias_t antialias), (context, antialias)) \
    PROCEDURE( \
        cairo_set_dash, (cairo_t * context, const double *dashes, int count, double offset), (context, dashes, count, offset)) \
    PROCEDURE(cairo_set_line_join, (cairo_t * context, cairo_line_join_t join), (context, join)) \
    PROCEDURE(cairo_set_line_width, (cairo_t * context, double width), (context, width)) \
    PROCEDURE(cairo_fill, (cairo_t * context), (context)) \
    PROCEDURE(cairo_paint, (cairo_t * context), (context)) \
    PROCEDURE(cairo_stroke, (cairo_t * context), (context)) \
    PROCEDURE(cairo_line_to, (cairo_t * context, double x, double y), (context, x, y)) \
    PROCEDURE(cairo_move_to, (cairo_t * context, double x, double y), (context, x, y)) \
    PROCEDURE( \
        cairo_rectangle, (cairo_t * context, double x, double y, double width, double height), (context, x, y, width, height)) \
    PROCEDURE(cairo_translate, (cairo_t * context, double x, double y), (context, x, y)) \
    PROCEDURE(cairo_scale, (cairo_t * context, double x, double y), (context, x, y)) \
    FUNCTION(cairo_font_options_t *, cairo_font_options_create, (void), ()) \
    PROCEDURE(cairo_font_options_destroy, (cairo_font_options_t * options), (options)) \
    PROCEDURE( \
        cairo_font_options_set_antialias, (cairo_font_options_t * options, cairo_antialias_t antialias), (options, antialias)) \
    PROCEDURE(cairo_font_options_set_hint_style, (cairo_font_options_t * options, cairo_hint_style_t style), (options, style)) \
    PROCEDURE(cairo_set_font_options, (cairo_t * context, const cairo_font_options_t *options), (context, options)) \
    PROCEDURE( \
        cairo_select_font_face, (cairo_t * context, const char *family, cairo_font_slant_t slant, cairo_font_weight_t weight), \
        (context, family, slant, weight)) \
    PROCEDURE(cairo_set_font_size, (cairo_t * context, double size), (context, size)) \
    PROCEDURE(cairo_font_extents, (cairo_t * context, cairo_font_extents_t *extents), (context, extents)) \
    PROCEDURE(cairo_text_extents, (cairo_t * context, const char *text, cairo_text_extents_t *extents), (context, text, extents)) \
    PROCEDURE(cairo_show_text, (cairo_t * context, const char *text), (context, text)) \
    FUNCTION(cairo_surface_t *, cairo_image_surface_create, (cairo_format_t format, int width, int height), (format, width, height)) \
    FUNCTION(unsigned char *, cairo_image_surface_get_data, (cairo_surface_t * surface), (surface)) \
    FUNCTION(int, cairo_image_surface_get_stride, (cairo_surface_t * surface), (surface)) \
    FUNCTION(cairo_status_t, cairo_surface_status, (cairo_surface_t * surface), (surface)) \
    PROCEDURE(cairo_surface_destroy, (cairo_surface_t * surface), (surface)) \
    PROCEDURE(cairo_surface_finish, (cairo_surface_t * surface), (surface)) \
    PROCEDURE(cairo_surface_flush, (cairo_surface_t * surface), (surface)) \
    PROCEDURE(cairo_surface_mark_dirty, (cairo_surface_t * surface), (surface)) \
    FUNCTION( \
        cairo_surface_t *, cairo_pdf_surface_create_for_stream, \
        (cairo_write_func_t write, void *closure, double width, double height), (write, closure, width, height)) \
    PROCEDURE( \
        cairo_pdf_surface_set_metadata, (cairo_surface_t * surface, cairo_pdf_metadata_t metadata, const char *text), \
        (surface, metadata, text))

#define FUNCTION_POINTER(result, name, parameters, arguments) result(*name) parameters;
#define PROCEDURE_POINTER(name, parameters, arguments) void(*name) parameters;

static struct {
    int is_available;
    FUNCTIONS(FUNCTION_POINTER, PROCEDURE_POINTER)
} cairo;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define FIND_PROCEDURE(name, parameters, arguments) \
    *(void **)&cairo.name = dlsym(library, #name); \
    if (!cairo.name) return;
#define FIND_FUNCTION(result, name, parameters, arguments) FIND_PROCEDURE(name, parameters, arguments)

static void load(void) {
    void *library = dlopen("libcairo.so.2", RTLD_LAZY | RTLD_LOCAL);
    if (!library) return;
    FUNCTIONS(FIND_FUNCTION, FIND_PROCEDURE)
    cairo.is_available = 1;
}

int ccairo_is_available(void) {
    pthread_once(&once, load);
    return cairo.is_available;
}

#define CALL_FUNCTION(result, name, parameters, arguments) \
    result name parameters { return ccairo_is_available() ? cairo.name arguments : (result)0; }
#define CALL_PROCEDURE(name, parameters, arguments) \
    void name parameters { \
        if (ccairo_is_available()) cairo.name arguments; \
    }

FUNCTIONS(CALL_FUNCTION, CALL_PROCEDURE)
