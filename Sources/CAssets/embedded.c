#include "CAssets.h"

#include <string.h>

// #embed belongs to C23; clang offers it in every version of C.
#pragma clang diagnostic ignored "-Wc23-extensions"

// clang-format off
static const unsigned char digits[] = {
#embed "Files/digits.safetensors"
};
static const unsigned char digit_0[] = {
#embed "Files/digit-0.png"
};
static const unsigned char digit_1[] = {
#embed "Files/digit-1.png"
};
static const unsigned char digit_2[] = {
#embed "Files/digit-2.png"
};
static const unsigned char digit_3[] = {
#embed "Files/digit-3.png"
};
static const unsigned char digit_4[] = {
#embed "Files/digit-4.png"
};
static const unsigned char digit_5[] = {
#embed "Files/digit-5.png"
};
static const unsigned char digit_6[] = {
#embed "Files/digit-6.png"
};
static const unsigned char digit_7[] = {
#embed "Files/digit-7.png"
};
static const unsigned char digit_8[] = {
#embed "Files/digit-8.png"
};
static const unsigned char digit_9[] = {
#embed "Files/digit-9.png"
};
// clang-format on

static const struct {
    const char *name;
    const unsigned char *bytes;
    size_t byte_count;
} files[] = {
    {"digits.safetensors", digits, sizeof digits},
    {"digit-0.png", digit_0, sizeof digit_0},
    {"digit-1.png", digit_1, sizeof digit_1},
    {"digit-2.png", digit_2, sizeof digit_2},
    {"digit-3.png", digit_3, sizeof digit_3},
    {"digit-4.png", digit_4, sizeof digit_4},
    {"digit-5.png", digit_5, sizeof digit_5},
    {"digit-6.png", digit_6, sizeof digit_6},
    {"digit-7.png", digit_7, sizeof digit_7},
    {"digit-8.png", digit_8, sizeof digit_8},
    {"digit-9.png", digit_9, sizeof digit_9},
};

const unsigned char *cassets_file(const char *name, size_t *byte_count) {
    for (size_t index = 0; index < sizeof files / sizeof files[0]; index++) {
        if (strcmp(files[index].name, name) == 0) {
            *byte_count = files[index].byte_count;
            return files[index].bytes;
        }
    }
    *byte_count = 0;
    return NULL;
}
