#include "CTerminalGraphics.h"

#include <stdlib.h>
#include <string.h>

// A column of a band is six pixels; each color in it makes one mark, the six bits it paints. Marks of one color that are near each
// other form a run. A pass from the left takes the runs in order of their first column as long as they do not overlap; '$' returns
// for the next pass.
typedef struct {
    int32_t column, next;
    uint32_t bits;
} mark;

typedef struct {
    int32_t first_mark, start, end;
    uint32_t color;
} run;

// What is known of a color in the band at hand: its last mark (-1: none) with that mark's column and run.
typedef struct {
    int32_t mark, column, run;
} last_seen;

typedef struct {
    int width, color_count;
    mark *marks;
    run *runs;
    int32_t run_count;
    last_seen last[256];
    // By column: the first run that starts there or later.
    int32_t *first_run_from;
    // By run: itself if it is still to be written, else one nearer to the next that is.
    int32_t *pending_from;
    // "#0" to "#255" with their lengths.
    char names[256][4];
    uint8_t name_lengths[256];
    int selected;
    void *memory;
} band;

// Columns without the color inside of a run; with more, a new run costs less than the blank sixels.
enum { LONGEST_GAP = 6 };

// A color's name and two counted sixels of ten digits at most, or a band's end.
enum { LONGEST_PIECE = 32 };

void cterminalgraphics_buffer_release(cterminalgraphics_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (cterminalgraphics_buffer){0};
}

static int reserve(cterminalgraphics_buffer *buffer, size_t count) {
    if (buffer->capacity - buffer->count >= count) return 1;
    size_t capacity = buffer->capacity * 2 + count;
    uint8_t *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) return 0;
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return 1;
}

static int band_make(band *band, int width, const uint8_t *registers, int color_count) {
    size_t cells = (size_t)width * 6;
    size_t size = cells * (sizeof(mark) + sizeof(run) + sizeof(int32_t)) + ((size_t)width + 2) * 2 * sizeof(int32_t);
    char *memory = malloc(size);
    if (!memory) return 0;
    band->memory = memory;
    band->width = width;
    band->color_count = color_count;
    band->selected = -1;
    band->marks = (mark *)memory;
    band->runs = (run *)(band->marks + cells);
    band->first_run_from = (int32_t *)(band->runs + cells);
    band->pending_from = band->first_run_from + width + 2;
    for (int color = 0; color < color_count; color++) {
        int number = registers[color], length = 0;
        char *name = band->names[color];
        name[length++] = '#';
        if (number >= 100) name[length++] = (char)('0' + number / 100);
        if (number >= 10) name[length++] = (char)('0' + number / 10 % 10);
        name[length++] = (char)('0' + number % 10);
        band->name_lengths[color] = (uint8_t)length;
    }
    return 1;
}

static inline void add_mark(band *band, int32_t mark_number, int32_t column, uint32_t color, uint32_t bits) {
    band->marks[mark_number] = (mark){.column = column, .next = -1, .bits = bits};
    last_seen *last = &band->last[color];
    if (last->mark >= 0 && column - last->column - 1 <= LONGEST_GAP) {
        band->marks[last->mark].next = mark_number;
        band->runs[last->run].end = column + 1;
    } else {
        last->run = band->run_count;
        band->runs[band->run_count++] = (run){.first_mark = mark_number, .start = column, .end = column + 1, .color = color};
    }
    last->mark = mark_number;
    last->column = column;
}

// Finds the band's marks and runs.
static void collect(band *band, const uint8_t *pixels) {
    int width = band->width;
    for (int color = 0; color < band->color_count; color++) band->last[color].mark = -1;
    band->run_count = 0;
    int32_t mark_count = 0;
    for (int column = 0; column < width; column++) {
        const uint8_t *pixel = pixels + column;
        uint32_t left = 0x3F;
        for (int row = 0; row < 6; row++, pixel += width) {
            if (!(left >> row & 1)) continue;
            uint32_t color = *pixel, bits = 1u << row;
            const uint8_t *other = pixel + width;
            for (int below = row + 1; below < 6; below++, other += width) bits |= (uint32_t)(*other == color) << below;
            left &= ~bits;
            add_mark(band, mark_count++, column, color, bits);
            if (!left) break;
        }
    }
}

static void index_runs(band *band) {
    for (int32_t at = 0; at <= band->run_count; at++) band->pending_from[at] = at;
    int32_t at = band->run_count;
    for (int column = band->width; column >= 0; column--) {
        while (at > 0 && band->runs[at - 1].start >= column) at--;
        band->first_run_from[column] = at;
    }
}

// The first run at or after this one that is still to be written; run_count if none is.
static inline int32_t pending(band *band, int32_t at) {
    int32_t *from = band->pending_from;
    while (from[at] != at) at = from[at] = from[from[at]];
    return at;
}

// Writes `count` equal sixels; counted only if that is shorter.
static inline uint8_t *write_sixels(uint8_t *at, uint32_t bits, int32_t count) {
    uint8_t sixel = (uint8_t)('?' + bits);
    if (count <= 3) {
        at[0] = at[1] = at[2] = sixel;
        return at + count;
    }
    *at++ = '!';
    if (count >= 10) {
        int32_t divisor = 10;
        while (count / divisor >= 10) divisor *= 10;
        for (; divisor > 1; divisor /= 10) *at++ = (uint8_t)('0' + count / divisor % 10);
    }
    *at++ = (uint8_t)('0' + count % 10);
    *at++ = sixel;
    return at;
}

// Writes a run's sixels, equal neighbors once with their count. At most two bytes a column and some more for counts.
static uint8_t *write_run(const band *band, const run *run, uint8_t *at) {
    const mark *marks = band->marks;
    int32_t number = run->first_mark;
    while (number >= 0) {
        const mark *mark = marks + number;
        int32_t end = mark->column + 1;
        number = mark->next;
        while (number >= 0 && marks[number].column == end && marks[number].bits == mark->bits) {
            end++;
            number = marks[number].next;
        }
        at = write_sixels(at, mark->bits, end - mark->column);
        if (number >= 0) at = write_sixels(at, 0, marks[number].column - end);
    }
    return at;
}

static int write_passes(band *band, cterminalgraphics_buffer *output) {
    index_runs(band);
    int32_t remaining = band->run_count;
    while (remaining > 0) {
        int32_t column = 0;
        for (;;) {
            int32_t next = pending(band, band->first_run_from[column]);
            if (next >= band->run_count) break;
            const run *run = band->runs + next;
            if (!reserve(output, (size_t)(run->end - run->start) * 4 + LONGEST_PIECE)) return 0;
            uint8_t *at = output->bytes + output->count;
            if ((int)run->color != band->selected) {
                band->selected = (int)run->color;
                memcpy(at, band->names[run->color], 4);
                at += band->name_lengths[run->color];
            }
            at = write_sixels(at, 0, run->start - column);
            at = write_run(band, run, at);
            output->count = (size_t)(at - output->bytes);
            column = run->end;
            band->pending_from[next] = next + 1;
            remaining--;
        }
        if (!reserve(output, LONGEST_PIECE)) return 0;
        if (remaining > 0) output->bytes[output->count++] = '$';
    }
    output->bytes[output->count++] = '-';
    return 1;
}

int cterminalgraphics_sixel_bands(
    const uint8_t *indices, int width, int band_count, const uint8_t *registers, int color_count, cterminalgraphics_buffer *output) {
    band band;
    if (!band_make(&band, width, registers, color_count)) return 0;
    int is_written = reserve(output, (size_t)width * (size_t)band_count * 6 + LONGEST_PIECE);
    for (int number = 0; is_written && number < band_count; number++) {
        collect(&band, indices + (size_t)number * 6 * (size_t)width);
        is_written = write_passes(&band, output);
    }
    free(band.memory);
    return is_written;
}
