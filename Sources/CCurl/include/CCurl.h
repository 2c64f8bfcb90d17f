#pragma once

#include <stdbool.h>
#include <stdint.h>

/// One download through libcurl, which is opened when the first starts: linking it would cost 5 ms at every start of the program.
typedef struct ccurl_transfer ccurl_transfer;

/// How a transfer stands.
typedef enum {
    CCURL_RUNNING,
    CCURL_DONE,
    /// See `ccurl_message` and `ccurl_status`.
    CCURL_FAILED,
    /// There is no libcurl on this machine.
    CCURL_UNAVAILABLE,
} ccurl_state;

/// Starts to fetch `url` into the open file `descriptor`, which stays the caller's; NULL where there is no memory.
///
/// Only https is spoken, also after a redirection, of which 5 are followed; `allows_http` adds http for servers of one's own machine.
/// A transfer that stands still for 30 seconds fails.
ccurl_transfer *ccurl_start(const char *url, int descriptor, bool allows_http);

/// Moves bytes for at most some `milliseconds`, and tells how the transfer stands then.
ccurl_state ccurl_step(ccurl_transfer *transfer, int milliseconds);

/// Bytes of the body that have arrived.
int64_t ccurl_received(const ccurl_transfer *transfer);

/// Bytes that the server announced; negative where it did not.
int64_t ccurl_announced(const ccurl_transfer *transfer);

/// The status of the last answer over HTTP; 0 where there was none.
long ccurl_status(const ccurl_transfer *transfer);

/// Why a transfer failed, in libcurl's words; valid until it is ended.
const char *ccurl_message(const ccurl_transfer *transfer);

/// Ends a transfer, whether or not it is done, and frees it.
void ccurl_end(ccurl_transfer *transfer);
