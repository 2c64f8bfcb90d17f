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

/// What to fetch, and how.
typedef struct {
    const char *url;
    /// Adds http to https, also after redirections, of which 5 are followed: for servers of one's own machine.
    bool allows_http;
    /// Bytes that the file has already; the server is asked for the rest, on condition that the whole still has the `validator`.
    int64_t offset;
    /// A strong ETag or a Last-Modified date; NULL where `offset` is 0.
    const char *validator;
    /// A transfer that stands still for so long fails.
    long stall_seconds;
} cdownloads_request;

/// Starts to fetch into the open file `descriptor`, which stays the caller's; NULL where there is no memory.
///
/// A server that answers with the whole instead of the rest has the file emptied first. Proxies are those of the environment
/// (`https_proxy`, `no_proxy`).
cdownloads_transfer *cdownloads_start(const cdownloads_request *request, int descriptor);

/// Moves bytes for at most some `milliseconds`, and tells how the transfer stands then.
cdownloads_state cdownloads_step(cdownloads_transfer *transfer, int milliseconds);

/// Bytes that the file has, those of an earlier transfer that this one goes on with included.
int64_t cdownloads_received(const cdownloads_transfer *transfer);

/// Whether the server sent the rest of a file that was begun earlier.
bool cdownloads_resumed(const cdownloads_transfer *transfer);

/// What the server would know this very file by later: a strong ETag, else its date; empty where it told neither.
const char *cdownloads_validator(const cdownloads_transfer *transfer);

/// Bytes that the file will have by what the server announced; negative where it did not.
int64_t cdownloads_announced(const cdownloads_transfer *transfer);

/// The status of the last answer over HTTP; 0 where there was none.
long cdownloads_status(const cdownloads_transfer *transfer);

/// Why a transfer failed, in libcurl's words; valid until it is ended.
const char *cdownloads_message(const cdownloads_transfer *transfer);

/// Ends a transfer, whether or not it is done, and frees it.
void cdownloads_end(cdownloads_transfer *transfer);

/// Lets a program start in `folder`: `posix_spawn_file_actions_addchdir_np`, which glibc hides from Swift. 0, or an error's number.
int cdownloads_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder);
