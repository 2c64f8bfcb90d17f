#include "CTerminalGraphics.h"

// Below 2^16, so that sums of a block fit into 32 bits.
enum { MODULUS = 65521, BLOCK = 4096 };

static inline __attribute__((always_inline)) uint32_t checksum(const uint8_t *bytes, size_t count) {
    uint32_t sum = 1, sum_of_sums = 0;
    while (count) {
        uint32_t length = count < BLOCK ? (uint32_t)count : BLOCK;
        uint32_t plain = 0, weighted = 0;
        // A byte is in the sums after itself and all that follow it.
        for (uint32_t i = 0; i < length; i++) {
            plain += bytes[i];
            weighted += (uint32_t)bytes[i] * (uint16_t)(length - i);
        }
        sum_of_sums = (uint32_t)((sum_of_sums + (uint64_t)length * sum + weighted) % MODULUS);
        sum = (sum + plain) % MODULUS;
        bytes += length;
        count -= length;
    }
    return sum_of_sums << 16 | sum;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint32_t checksum_avx2(const uint8_t *bytes, size_t count) { return checksum(bytes, count); }
#endif

uint32_t cterminalgraphics_adler32(const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return checksum_avx2(bytes, count);
#endif
    return checksum(bytes, count);
}
