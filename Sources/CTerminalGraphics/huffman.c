#include "huffman.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t frequency;
    int16_t symbol;
} leaf;

static int rarer(const void *left, const void *right) {
    const leaf *a = left, *b = right;
    if (a->frequency != b->frequency) return a->frequency < b->frequency ? -1 : 1;
    return a->symbol - b->symbol;
}

// How many codes of each length Huffman's tree of the leaves has; leaves are sorted, the rarest first, and at least two.
// Takes the two rarest nodes again and again, from two queues: the leaves and the nodes made of them, which come in order by themselves.
// Source: J. van Leeuwen, "On the construction of Huffman trees", ICALP 1976.
static void count_lengths(const leaf *leaves, int count, int *counts) {
    uint32_t weights[2 * SYMBOLS];
    int parents[2 * SYMBOLS], depths[2 * SYMBOLS];
    for (int node = 0; node < count; node++) weights[node] = leaves[node].frequency;
    int next_leaf = 0, next_inner = count, nodes = 2 * count - 1;
    for (int node = count; node < nodes; node++) {
        weights[node] = 0;
        for (int child = 0; child < 2; child++) {
            int is_leaf = next_leaf < count && (next_inner >= node || weights[next_leaf] <= weights[next_inner]);
            int taken = is_leaf ? next_leaf++ : next_inner++;
            weights[node] += weights[taken];
            parents[taken] = node;
        }
    }
    depths[nodes - 1] = 0;
    for (int node = nodes - 2; node >= 0; node--) {
        depths[node] = depths[parents[node]] + 1;
        if (node < count) counts[depths[node] < LONGEST_CODE ? depths[node] : LONGEST_CODE]++;
    }
}

// Cut codes are too many for their length: shorter ones become longer until the code is complete again.
static void complete(int *counts) {
    int used = 0;
    for (int length = 1; length <= LONGEST_CODE; length++) used += counts[length] << (LONGEST_CODE - length);
    for (; used > 1 << LONGEST_CODE; used--) {
        int length = LONGEST_CODE - 1;
        while (counts[length] == 0) length--;
        counts[length]--;
        counts[length + 1] += 2;
        counts[LONGEST_CODE]--;
    }
}

uint16_t cterminalgraphics_reversed(uint32_t bits, int length) {
    uint32_t result = 0;
    for (int bit = 0; bit < length; bit++) result |= (bits >> bit & 1) << (length - 1 - bit);
    return (uint16_t)result;
}

void cterminalgraphics_make_codes(const uint32_t *frequencies, code *codes) {
    leaf leaves[SYMBOLS];
    int count = 0;
    memset(codes, 0, SYMBOLS * sizeof *codes);
    for (int symbol = 0; symbol < SYMBOLS; symbol++)
        if (frequencies[symbol]) leaves[count++] = (leaf){frequencies[symbol], (int16_t)symbol};
    qsort(leaves, (size_t)count, sizeof *leaves, rarer);
    int counts[LONGEST_CODE + 1] = {0};
    count_lengths(leaves, count, counts);
    complete(counts);
    int next = 0;
    for (int length = LONGEST_CODE; length >= 1; length--)
        for (int i = 0; i < counts[length]; i++) codes[leaves[next++].symbol].length = (uint16_t)length;
    uint32_t bits = 0;
    for (int length = 1; length <= LONGEST_CODE; length++, bits <<= 1)
        for (int symbol = 0; symbol < SYMBOLS; symbol++)
            if (codes[symbol].length == length) codes[symbol].bits = cterminalgraphics_reversed(bits++, length);
}
