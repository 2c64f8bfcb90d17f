// Markdown as HTML, through cmark-gfm.
#pragma once

#include <stddef.h>

// The HTML of CommonMark with tables, strikethrough and plain links. Raw HTML is left out, and so are links that run something.
// Release it with cmarkdown_release. NULL where there is no memory.
char *cmarkdown_html(const char *text, size_t count);
void cmarkdown_release(char *html);
