// Huffman codes for the symbols of a deflated block.
#pragma once

#include <stdint.h>

enum {
    // Literals, the end of a block, lengths of matches.
    SYMBOLS = 286,
    // Four codes and the seven bits that may be left of the byte before fit into 64.
    LONGEST_CODE = 12,
};

// A symbol's code, its first bit lowest, as the stream has it.
typedef struct {
    uint16_t bits;
    uint16_t length;
} code;

// Codes for all symbols that occur, at least two, the shortest for the most frequent. Both have SYMBOLS entries.
void cterminalgraphics_make_codes(const uint32_t *frequencies, code *codes);

// The lowest bits in the other order.
uint16_t cterminalgraphics_reversed(uint32_t bits, int length);
