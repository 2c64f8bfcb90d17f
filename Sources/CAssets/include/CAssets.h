#pragma once

#include <stddef.h>

/// The bytes of the embedded file called `name`, and how many there are; NULL where there is none of that name.
/// They are part of the program and need not be freed.
const unsigned char *cassets_file(const char *name, size_t *byte_count);
