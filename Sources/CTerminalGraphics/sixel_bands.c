#include "CTerminalGraphics.h"

#include "sixel_band.h"

#include <stdlib.h>
#include <string.h>

// Counts of blank sixels that are looked up.
enum { KNOWN_BLANKS = 1024 };

// Bytes of a counted sixel, and of what is written as a word; of a run beside its marks (a name, the blanks before it), and of a mark
// with the blanks before it.
enum { LONGEST_SIXELS = 12, WORD = 8, LONGEST_START = WORD + LONGEST_SIXELS, LONGEST_MARK = 2 * LONGEST_SIXELS };

// A few bytes that are copied as a word.
typedef struct {
    char bytes[WORD - 1];
    uint8_t count;
} piece;

typedef struct {
    // "#0" to "#255".
    piece names[256];
    piece blanks[KNOWN_BLANKS];
    int selected;
} writer;

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

static uint8_t *write_decimal(uint8_t *at, int32_t number) {
    int32_t divisor = 1;
    while (number / divisor >= 10) divisor *= 10;
    for (; divisor > 0; divisor /= 10) *at++ = (uint8_t)('0' + number / divisor % 10);
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
    at = write_decimal(at, count);
    *at++ = sixel;
    return at;
}

static inline uint8_t *write_piece(uint8_t *at, const piece *piece) {
    memcpy(at, piece, sizeof *piece);
    return at + piece->count;
}

static inline uint8_t *write_blanks(const writer *writer, uint8_t *at, int32_t count) {
    return count < KNOWN_BLANKS ? write_piece(at, &writer->blanks[count]) : write_sixels(at, 0, count);
}

// As write_sixels: the count is that of as many blank ones.
static inline uint8_t *write_equal(const writer *writer, uint8_t *at, uint32_t bits, int32_t count) {
    if (count >= KNOWN_BLANKS) return write_sixels(at, bits, count);
    uint8_t sixel = (uint8_t)('?' + bits);
    uint8_t *end = write_piece(at, &writer->blanks[count]);
    if (count <= 3) {
        at[0] = at[1] = at[2] = sixel;
    } else {
        end[-1] = sixel;
    }
    return end;
}

static void prepare(writer *writer, const uint8_t *registers, int color_count) {
    uint8_t bytes[LONGEST_SIXELS];
    for (int color = 0; color < color_count; color++) {
        piece *name = &writer->names[color];
        bytes[0] = '#';
        name->count = (uint8_t)(write_decimal(bytes + 1, registers[color]) - bytes);
        memcpy(name->bytes, bytes, name->count);
    }
    for (int32_t count = 0; count < KNOWN_BLANKS; count++) {
        piece *blanks = &writer->blanks[count];
        blanks->count = (uint8_t)(write_sixels(bytes, 0, count) - bytes);
        memcpy(blanks->bytes, bytes, blanks->count);
    }
    writer->selected = -1;
}

// A number in every byte of a word.
#define EVERY_BYTE(number) (0x0101010101010101ull * (number))

// Whether no four of the first `length` bytes, each less than 64, that follow one another are equal.
static inline int has_no_four_equal(uint64_t bytes, int length) {
    uint64_t is_like_next = ~((bytes ^ bytes >> 8) + EVERY_BYTE(0x7F)) & EVERY_BYTE(0x80);
    uint64_t is_first_of_four = is_like_next & is_like_next >> 8 & is_like_next >> 16;
    // In two steps, since a word cannot be shifted by more than its bits.
    return is_first_of_four << 8 * (WORD - length) << 24 == 0;
}

// Writes a run's sixels, equal neighbors once with their count.
static inline uint8_t *write_run(const writer *writer, const sixel_band *band, const sixel_run *run, uint8_t *at) {
    int32_t length = run->end - run->start;
    if (length <= WORD && has_no_four_equal(run->bits, length)) {
        uint64_t sixels = run->bits + EVERY_BYTE('?');
        for (int byte = 0; byte < WORD; byte++) at[byte] = (uint8_t)(sixels >> 8 * byte);
        return at + length;
    }
    const sixel_mark *marks = band->marks;
    int32_t number = run->first_mark;
    while (number >= 0) {
        const sixel_mark *mark = marks + number;
        int32_t end = mark->column + 1;
        number = mark->next;
        while (number >= 0 && marks[number].column == end && marks[number].bits == mark->bits) {
            end++;
            number = marks[number].next;
        }
        at = write_equal(writer, at, mark->bits, end - mark->column);
        if (number >= 0) at = write_blanks(writer, at, marks[number].column - end);
    }
    return at;
}

static int write_band(writer *writer, const sixel_band *band, cterminalgraphics_buffer *output) {
    size_t most = (size_t)band->run_count * LONGEST_START + (size_t)band->mark_count * LONGEST_MARK + MOST_PASSES + WORD;
    if (!reserve(output, most)) return 0;
    uint8_t *at = output->bytes + output->count;
    for (int pass = 0; pass < band->pass_count; pass++) {
        if (pass > 0) *at++ = '$';
        int32_t column = 0;
        for (int32_t number = band->first_run[pass]; number >= 0;) {
            const sixel_run *run = band->runs + number;
            if (run->color != writer->selected) at = write_piece(at, &writer->names[run->color]);
            writer->selected = run->color;
            at = write_blanks(writer, at, run->start - column);
            at = write_run(writer, band, run, at);
            column = run->end;
            number = run->next;
        }
    }
    *at++ = '-';
    output->count = (size_t)(at - output->bytes);
    return 1;
}

int cterminalgraphics_sixel_bands(
    const uint8_t *indices, int width, int band_count, const uint8_t *registers, int color_count, cterminalgraphics_buffer *output) {
    sixel_band band;
    if (!cterminalgraphics_band_make(&band, width, color_count)) return 0;
    writer writer;
    prepare(&writer, registers, color_count);
    int is_written = 1;
    for (int number = 0; is_written && number < band_count; number++) {
        cterminalgraphics_find_marks(&band, indices + (size_t)number * SIXEL_ROWS * (size_t)width);
        cterminalgraphics_find_runs(&band);
        is_written = write_band(&writer, &band, output);
    }
    cterminalgraphics_band_release(&band);
    return is_written;
}
