#pragma once

#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>

/// One download through libcurl, which is opened when the first starts: linking it would cost 5 ms at every start of the program.
typedef struct cdownloads_transfer cdownloads_transfer;

/// How a transfer stands.
typedef enum {
    CDOWNLOADS_RUNNING,
    CDOWNLOADS_DONE,
    /// See `cdownloads_message` and `cdownloads_status`.
    CDOWNLOADS_FAILED,
    /// There is no libcurl on this machine.
    CDOWNLOADS_UNAVAILABLE,
} cdownloads_state;

/// Starts to fetch `url` into the open file `descriptor`, which stays the caller's; NULL where there is no memory.
///
/// Only https is spoken, also after a redirection, of which 5 are followed; `allows_http` adds http for servers of one's own machine.
/// A transfer that stands still for 30 seconds fails.
cdownloads_transfer *cdownloads_start(const char *url, int descriptor, bool allows_http);

/// Moves bytes for at most some `milliseconds`, and tells how the transfer stands then.
cdownloads_state cdownloads_step(cdownloads_transfer *transfer, int milliseconds);

/// Bytes of the body that have arrived.
int64_t cdownloads_received(const cdownloads_transfer *transfer);

/// Bytes that the server announced; negative where it did not.
int64_t cdownloads_announced(const cdownloads_transfer *transfer);

/// The status of the last answer over HTTP; 0 where there was none.
long cdownloads_status(const cdownloads_transfer *transfer);

/// Why a transfer failed, in libcurl's words; valid until it is ended.
const char *cdownloads_message(const cdownloads_transfer *transfer);

/// Ends a transfer, whether or not it is done, and frees it.
void cdownloads_end(cdownloads_transfer *transfer);

/// Lets a program start in `folder`: `posix_spawn_file_actions_addchdir_np`, which glibc hides from Swift. 0, or an error's number.
int cdownloads_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder);
