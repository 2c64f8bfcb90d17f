#include "CImageCodecs.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void encode_group(const uint8_t *bytes, uint8_t *output) {
    uint32_t group = (uint32_t)bytes[0] << 16 | (uint32_t)bytes[1] << 8 | bytes[2];
    output[0] = alphabet[group >> 18];
    output[1] = alphabet[group >> 12 & 63];
    output[2] = alphabet[group >> 6 & 63];
    output[3] = alphabet[group & 63];
}

#if defined(__x86_64__)
#include <immintrin.h>

// 24 bytes become 32 characters at a time; returns the bytes taken. Reads four bytes beyond each group of 24.
__attribute__((target("avx2"))) static size_t encode_wide(const uint8_t *bytes, size_t count, uint8_t *output) {
    const __m256i spread = _mm256_setr_epi8(
        1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10, 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    // What is to be added to a number 0...63, by its kind: small letters, ten digits, '+', '/', capital letters.
    const __m256i shifts = _mm256_setr_epi8(
        71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0, 71, -4, -4, -4, -4, -4, -4, -4, -4, -4, -4, -19, -16, 65, 0, 0);
    size_t at = 0;
    for (; at + 28 <= count; at += 24, output += 32) {
        __m128i low = _mm_loadu_si128((const __m128i *)(bytes + at));
        __m128i high = _mm_loadu_si128((const __m128i *)(bytes + at + 12));
        __m256i groups = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), spread);
        __m256i outer = _mm256_mulhi_epu16(_mm256_and_si256(groups, _mm256_set1_epi32(0x0FC0FC00)), _mm256_set1_epi32(0x04000040));
        __m256i inner = _mm256_mullo_epi16(_mm256_and_si256(groups, _mm256_set1_epi32(0x003F03F0)), _mm256_set1_epi32(0x01000010));
        __m256i numbers = _mm256_or_si256(outer, inner);
        __m256i kinds = _mm256_subs_epu8(numbers, _mm256_set1_epi8(51));
        __m256i capitals = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), numbers);
        kinds = _mm256_or_si256(kinds, _mm256_and_si256(capitals, _mm256_set1_epi8(13)));
        _mm256_storeu_si256((__m256i *)output, _mm256_add_epi8(numbers, _mm256_shuffle_epi8(shifts, kinds)));
    }
    return at;
}
#endif

size_t cimagecodecs_base64(const uint8_t *bytes, size_t count, uint8_t *output) {
    size_t at = 0;
    uint8_t *target = output;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        at = encode_wide(bytes, count, target);
        target += at / 3 * 4;
    }
#endif
    for (; at + 3 <= count; at += 3, target += 4) encode_group(bytes + at, target);
    if (at < count) {
        uint8_t rest[3] = {bytes[at], at + 1 < count ? bytes[at + 1] : 0, 0};
        encode_group(rest, target);
        if (at + 1 == count) target[2] = '=';
        target[3] = '=';
        target += 4;
    }
    return (size_t)(target - output);
}
