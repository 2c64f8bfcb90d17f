#include "CImageCodecs.h"

#include "variants.h"

#define ALWAYS_INLINE __attribute__((always_inline)) inline

// Sums of `side` rows, column by column.
static ALWAYS_INLINE void add_rows(const float *numbers, size_t width, size_t row_count, float *sums) {
    for (size_t x = 0; x < width; x++) sums[x] = numbers[x];
    for (size_t y = 1; y < row_count; y++) {
        for (size_t x = 0; x < width; x++) sums[x] += numbers[y * width + x];
    }
}

static ALWAYS_INLINE float mean(const float *sums, size_t column_count, size_t row_count) {
    float sum = sums[0];
    for (size_t x = 1; x < column_count; x++) sum += sums[x];
    return sum / (float)(column_count * row_count);
}

// Means of whole squares and of what is left at the right; a side known to the compiler makes whole vectors of them.
static ALWAYS_INLINE void write_means(const float *sums, size_t width, size_t side, size_t row_count, float *means) {
    size_t whole = width / side;
    for (size_t column = 0; column < whole; column++) means[column] = mean(sums + column * side, side, row_count);
    if (whole * side < width) means[whole] = mean(sums + whole * side, width - whole * side, row_count);
}

VARIANTS
void cimagecodecs_means(const float *numbers, size_t height, size_t width, size_t side, float *sums, float *means) {
    size_t columns = (width + side - 1) / side;
    for (size_t y = 0; y < height; y += side, means += columns) {
        size_t row_count = height - y < side ? height - y : side;
        add_rows(numbers + y * width, width, row_count, sums);
        switch (side) {
        case 2: write_means(sums, width, 2, row_count, means); break;
        case 3: write_means(sums, width, 3, row_count, means); break;
        case 4: write_means(sums, width, 4, row_count, means); break;
        default: write_means(sums, width, side, row_count, means);
        }
    }
}
