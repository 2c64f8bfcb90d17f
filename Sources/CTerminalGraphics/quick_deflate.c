#include "CTerminalGraphics.h"
#include "huffman.h"

#include <string.h>

// Bytes are coded eight at a time: as eight literals, or, where all equal the byte before them, as a part of a repetition. A repetition
// is a match at distance 1 whose length is a multiple of eight, 256 at most.
enum {
    GROUP = 8,
    LONGEST_REPETITION = 256,
    END_OF_BLOCK = 256,
    // Bytes that are counted of every four times as many.
    SAMPLE = 4096,
};

// Length symbols of RFC 1951, section 3.2.5: the first length of each and the bits that say how much more.
static const uint16_t length_starts[29] = {3,  4,  5,  6,  7,  8,  9,  10, 11, 13,  15,  17,  19,  23, 27,
                                           31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258};
static const uint8_t length_extra_bits[29] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};

static int length_symbol(int length) {
    int symbol = 0;
    while (symbol < 28 && length_starts[symbol + 1] <= length) symbol++;
    return symbol;
}

static inline uint64_t group_at(const uint8_t *bytes) {
    uint64_t group;
    memcpy(&group, bytes, sizeof group);
    return group;
}

// How many bytes from `at` on equal the one before, in whole groups.
static inline size_t repetition(const uint8_t *input, size_t count, size_t at) {
    if (at == 0) return 0;
    uint64_t repeated = input[at - 1] * UINT64_C(0x0101010101010101);
    size_t end = at;
    while (end + GROUP <= count && group_at(input + end) == repeated) end += GROUP;
    return end - at;
}

// Counts symbols in a part of the bytes.
static void count_symbols(const uint8_t *input, size_t count, uint32_t *frequencies) {
    // Four tables: the same byte twice in a row need not wait for itself.
    uint32_t tables[4][256];
    memset(tables, 0, sizeof tables);
    size_t at = 0;
    while (at + GROUP <= count) {
        size_t repeated = repetition(input, count, at);
        if (repeated) {
            at += repeated;
            frequencies[257 + length_symbol(LONGEST_REPETITION)] += (uint32_t)(repeated / LONGEST_REPETITION);
            size_t rest = repeated % LONGEST_REPETITION;
            if (rest) frequencies[257 + length_symbol((int)rest)]++;
            continue;
        }
        uint64_t group = group_at(input + at);
        for (int byte = 0; byte < GROUP; byte++) tables[byte & 3][group >> (8 * byte) & 0xFF]++;
        at += GROUP;
    }
    for (; at < count; at++) tables[0][input[at]]++;
    for (int byte = 0; byte < 256; byte++)
        frequencies[byte] += tables[0][byte] + tables[1][byte] + tables[2][byte] + tables[3][byte];
}

// Guesses how often symbols occur from a quarter of the bytes; none is held to be absent.
static void estimate_frequencies(const uint8_t *input, size_t count, uint32_t *frequencies) {
    for (int symbol = 0; symbol < SYMBOLS; symbol++) frequencies[symbol] = 1;
    for (size_t at = 0; at < count; at += 4 * SAMPLE) count_symbols(input + at, count - at < SAMPLE ? count - at : SAMPLE, frequencies);
}

// MARK: - Writing

// Bits that wait for a whole byte, the next at the bottom.
typedef struct {
    uint8_t *output;
    uint64_t bits;
    unsigned count;
} writer;

static inline __attribute__((always_inline)) void put(writer *to, uint64_t bits, unsigned count) {
    to->bits |= bits << to->count;
    to->count += count;
}

// Writes eight bytes, of which those that are whole count.
static inline __attribute__((always_inline)) void flush(writer *to) {
    memcpy(to->output, &to->bits, sizeof to->bits);
    to->output += to->count >> 3;
    to->bits >>= to->count & ~7u;
    to->count &= 7;
}

static void write_repetition(writer *to, size_t length, const code *codes) {
    while (length) {
        int part = length < LONGEST_REPETITION ? (int)length : LONGEST_REPETITION;
        int symbol = length_symbol(part);
        put(to, codes[257 + symbol].bits, codes[257 + symbol].length);
        put(to, (uint64_t)(part - length_starts[symbol]), length_extra_bits[symbol]);
        // The only distance, of one bit.
        put(to, 0, 1);
        flush(to);
        length -= (size_t)part;
    }
}

// The codes' lengths, each in four bits: the code of lengths has sixteen codes of that length.
static void write_header(writer *to, const code *codes) {
    static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
    put(to, SYMBOLS - 257, 5);
    put(to, 0, 5);
    put(to, 19 - 4, 4);
    for (int i = 0; i < 19; i++) {
        put(to, order[i] < 16 ? 4 : 0, 3);
        flush(to);
    }
    for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        put(to, cterminalgraphics_reversed(codes[symbol].length, 4), 4);
        flush(to);
    }
    put(to, cterminalgraphics_reversed(1, 4), 4);
    flush(to);
}

static inline __attribute__((always_inline)) void write_bytes(writer *to, const uint8_t *input, size_t count, const code *codes) {
    // A literal's code above its length: shifts look at the lowest six bits only, so lengths are added with what is above them.
    uint32_t literals[256];
    for (int byte = 0; byte < 256; byte++) literals[byte] = (uint32_t)codes[byte].bits << 8 | codes[byte].length;
    size_t at = 0;
    writer local = *to;
    while (at + GROUP <= count) {
        size_t repeated = repetition(input, count, at);
        if (repeated) {
            write_repetition(&local, repeated, codes);
            at += repeated;
            continue;
        }
        uint64_t group = group_at(input + at);
        for (int half = 0; half < 2; half++) {
            uint32_t length = local.count;
            for (int byte = 0; byte < GROUP / 2; byte++, group >>= 8) {
                uint32_t literal = literals[group & 0xFF];
                local.bits |= (uint64_t)(literal >> 8) << (length & 63);
                length += literal;
            }
            local.count = length & 63;
            flush(&local);
        }
        at += GROUP;
    }
    for (; at < count; at++) {
        put(&local, codes[input[at]].bits, codes[input[at]].length);
        flush(&local);
    }
    *to = local;
}

#if defined(__x86_64__)
__attribute__((target("bmi,bmi2"))) static void write_bytes_bmi2(writer *to, const uint8_t *input, size_t count, const code *codes) {
    write_bytes(to, input, count, codes);
}
#endif

static void write_bytes_plain(writer *to, const uint8_t *input, size_t count, const code *codes) { write_bytes(to, input, count, codes); }

size_t cterminalgraphics_deflate_bound(size_t count) { return count / 2 * 3 + 512; }

size_t cterminalgraphics_deflate_piece(const uint8_t *input, size_t count, uint8_t *output, int is_last) {
    uint32_t frequencies[SYMBOLS];
    estimate_frequencies(input, count, frequencies);
    code codes[SYMBOLS];
    cterminalgraphics_make_codes(frequencies, codes);
    writer to = {output, 0, 0};
    put(&to, is_last ? 1 : 0, 1);
    put(&to, 2, 2);
    write_header(&to, codes);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("bmi2")) {
        write_bytes_bmi2(&to, input, count, codes);
    } else
#endif
        write_bytes_plain(&to, input, count, codes);
    put(&to, codes[END_OF_BLOCK].bits, codes[END_OF_BLOCK].length);
    flush(&to);
    if (!is_last) {
        // An empty stored block, which begins at a whole byte.
        put(&to, 0, 3);
        to.count = (to.count + 7) & ~7u;
        put(&to, 0xFFFF0000, 32);
    }
    to.count = (to.count + 7) & ~7u;
    flush(&to);
    return (size_t)(to.output - output);
}
