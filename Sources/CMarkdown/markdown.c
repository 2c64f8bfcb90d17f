#include "CMarkdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <stdlib.h>

static const char *const extension_names[] = {"table", "strikethrough", "autolink"};

/// The library's list of extensions is one for the whole process, and filled once.
static void register_extensions(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
}

char *cmarkdown_html(const char *text, size_t count) {
    register_extensions();
    // The default options are the safe ones: no raw HTML, no links but those that only lead somewhere.
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
    for (size_t index = 0; index < sizeof extension_names / sizeof extension_names[0]; index++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(extension_names[index]);
        if (extension != NULL) cmark_parser_attach_syntax_extension(parser, extension);
    }
    cmark_parser_feed(parser, text, count);
    cmark_node *document = cmark_parser_finish(parser);
    char *html = document == NULL ? NULL : cmark_render_html(document, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
    if (document != NULL) cmark_node_free(document);
    cmark_parser_free(parser);
    return html;
}

void cmarkdown_release(char *html) { free(html); }
