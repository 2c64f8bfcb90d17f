#include "sixel_band.h"

#include <stdlib.h>
#include <string.h>

int cterminalgraphics_band_make(sixel_band *band, int width, int color_count) {
    // Marks and runs are written down before it is known whether they count: there is room for one more of either.
    size_t cells = (size_t)width * SIXEL_ROWS + 1;
    char *memory = malloc(cells * (sizeof(sixel_run) + sizeof(sixel_mark)) + ((size_t)width + 1) * sizeof(uint64_t));
    if (!memory) return 0;
    band->width = width;
    band->color_count = color_count;
    band->runs = (sixel_run *)memory;
    band->freed = (uint64_t *)(band->runs + cells);
    band->marks = (sixel_mark *)(band->freed + width + 1);
    return 1;
}

void cterminalgraphics_band_release(sixel_band *band) {
    free(band->runs);
}

// Whether a color was near is as good as random in a picture of fine detail; so what belongs to a new run, and what to the last one,
// is chosen by bits, since compilers make branches of conditions. `choice` is 0 or all ones.
static inline int32_t choose(int32_t choice, int32_t yes, int32_t no) {
    return no ^ ((no ^ yes) & choice);
}

static void join_marks(sixel_band *band) {
    sixel_mark *marks = band->marks;
    sixel_run *runs = band->runs;
    int32_t run_count = 0, nowhere = band->mark_count;
    for (int color = 0; color < band->color_count; color++) {
        band->last[color] = (sixel_last_seen){.mark = nowhere, .column = -2 - LONGEST_GAP};
    }
    for (int32_t number = 0; number < band->mark_count; number++) {
        const sixel_mark *mark = &marks[number];
        sixel_last_seen *last = &band->last[mark->color];
        int32_t is_new = -(mark->column - last->column > LONGEST_GAP + 1);
        runs[run_count] = (sixel_run){.first_mark = number, .start = mark->column, .next = -1, .color = mark->color};
        marks[choose(is_new, nowhere, last->mark)].next = number;
        int32_t run_number = choose(is_new, run_count, last->run);
        sixel_run *run = &runs[run_number];
        run->end = mark->column + 1;
        run->bits |= (uint64_t)mark->bits << ((mark->column - run->start) * 8 & 63);
        run_count -= is_new;
        *last = (sixel_last_seen){.mark = number, .column = mark->column, .run = run_number};
    }
    band->run_count = run_count;
}

// Gives each run to the first pass that is free where it starts.
static void assign_passes(sixel_band *band) {
    int32_t last_run[MOST_PASSES], column = 0;
    uint64_t free_passes = UINT64_MAX;
    memset(band->freed, 0, ((size_t)band->width + 1) * sizeof(uint64_t));
    band->pass_count = 0;
    for (int32_t number = 0; number < band->run_count; number++) {
        const sixel_run *run = &band->runs[number];
        while (column <= run->start) free_passes |= band->freed[column++];
        int pass = __builtin_ctzll(free_passes);
        free_passes &= free_passes - 1;
        band->freed[run->end] |= 1ull << pass;
        if (pass == band->pass_count) {
            band->first_run[band->pass_count++] = number;
        } else {
            band->runs[last_run[pass]].next = number;
        }
        last_run[pass] = number;
    }
}

void cterminalgraphics_find_runs(sixel_band *band) {
    join_marks(band);
    assign_passes(band);
}
