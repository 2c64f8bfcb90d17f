#ifndef SIXEL_BAND_H
#define SIXEL_BAND_H

#include <stddef.h>
#include <stdint.h>

// A band is six rows of pixels.
enum { SIXEL_ROWS = 6 };

// Columns without the color inside of a run; with more, a new run costs less than the blank sixels.
enum { LONGEST_GAP = 6 };

// A run has a mark in any LONGEST_GAP + 1 of its columns, and a column has six: so many runs overlap at most, and so many passes
// are enough for them.
enum { MOST_PASSES = (LONGEST_GAP + 1) * SIXEL_ROWS };
_Static_assert(MOST_PASSES < 64, "a pass is a bit of a word");

// A column's pixels of one color: the six bits that it paints. Marks of one color that are near each other form a run.
typedef struct {
    int32_t column;
    // The next mark of the same run; -1: none.
    int32_t next;
    uint8_t color, bits;
} sixel_mark;

typedef struct {
    int32_t first_mark, start, end;
    // The next run of the same pass; -1: none.
    int32_t next;
    // The bits of its first eight columns, a byte each, the first one lowest.
    uint64_t bits;
    uint8_t color;
} sixel_run;

// What is known of a color in the band at hand: its last mark with that mark's column and run.
typedef struct {
    int32_t mark, column, run;
} sixel_last_seen;

typedef struct {
    int width, color_count;
    // By column, from the left.
    sixel_mark *marks;
    // By first column.
    sixel_run *runs;
    int32_t mark_count, run_count;
    // The passes from the left that paint the band: each takes runs in order that do not overlap.
    int32_t first_run[MOST_PASSES];
    int pass_count;
    sixel_last_seen last[256];
    // By column: a bit for each pass whose run ends there.
    uint64_t *freed;
} sixel_band;

// Makes room for bands of that width; 0 where there is none.
int cterminalgraphics_band_make(sixel_band *band, int width, int color_count);
void cterminalgraphics_band_release(sixel_band *band);

// Finds the marks of six rows of pixels.
void cterminalgraphics_find_marks(sixel_band *band, const uint8_t *pixels);

// Joins the marks to runs, and gives the runs to passes.
void cterminalgraphics_find_runs(sixel_band *band);

#endif
