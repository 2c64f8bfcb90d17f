#pragma once

#include <stdbool.h>
#include <stddef.h>

/// Watches over files that are mapped: one that is cut short by somebody else would end the program with SIGBUS when its missing part is read.
/// Instead the missing part reads as zeros, and the mapping is marked.

/// Begins to watch `count` bytes from `address`, which are mapped; the first call installs the signal's handler, in front of any other.
///
/// Returns what the mapping is known by, or -1 where as many are watched as can be: then a missing part ends the program as it used to.
int cmappedfiles_watch(const void *address, size_t count);

/// Ends watching; to be called before the bytes are unmapped.
void cmappedfiles_unwatch(int mapping);

/// Whether some part of the mapping could not be read.
bool cmappedfiles_is_cut(int mapping);
