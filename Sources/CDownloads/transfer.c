#include "CDownloads.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// The headers' checks of argument types call functions by name; here they are called through pointers.
#undef curl_easy_setopt
#undef curl_easy_getinfo

struct cdownloads_transfer {
    void *library;
    CURLM *multi;
    CURL *easy;
    int descriptor;
    int64_t received;
    cdownloads_state state;
    char message[CURL_ERROR_SIZE];

    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    const char *(*easy_strerror)(CURLcode);
    CURLM *(*multi_init)(void);
    CURLMcode (*multi_add_handle)(CURLM *, CURL *);
    CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
    CURLMcode (*multi_perform)(CURLM *, int *);
    CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd[], unsigned int, int, int *);
    CURLMsg *(*multi_info_read)(CURLM *, int *);
    CURLMcode (*multi_cleanup)(CURLM *);
};

/// Finds the functions; false where the library or one of them is missing.
static bool open_library(cdownloads_transfer *t) {
    static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
    for (size_t index = 0; t->library == NULL && index < sizeof names / sizeof names[0]; index++) {
        t->library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    }
    if (t->library == NULL) return false;
    const struct {
        const char *name;
        void **pointer;
    } functions[] = {
        {"curl_easy_init", (void **)&t->easy_init},
        {"curl_easy_setopt", (void **)&t->easy_setopt},
        {"curl_easy_getinfo", (void **)&t->easy_getinfo},
        {"curl_easy_cleanup", (void **)&t->easy_cleanup},
        {"curl_easy_strerror", (void **)&t->easy_strerror},
        {"curl_multi_init", (void **)&t->multi_init},
        {"curl_multi_add_handle", (void **)&t->multi_add_handle},
        {"curl_multi_remove_handle", (void **)&t->multi_remove_handle},
        {"curl_multi_perform", (void **)&t->multi_perform},
        {"curl_multi_poll", (void **)&t->multi_poll},
        {"curl_multi_info_read", (void **)&t->multi_info_read},
        {"curl_multi_cleanup", (void **)&t->multi_cleanup},
    };
    for (size_t index = 0; index < sizeof functions / sizeof functions[0]; index++) {
        *functions[index].pointer = dlsym(t->library, functions[index].name);
        if (*functions[index].pointer == NULL) return false;
    }
    return true;
}

/// Takes a piece of the body from libcurl; anything but the full size tells it to stop.
static size_t write_body(char *bytes, size_t size, size_t count, void *context) {
    cdownloads_transfer *t = context;
    size_t total = size * count, written = 0;
    while (written < total) {
        ssize_t step = write(t->descriptor, bytes + written, total - written);
        if (step < 0 && errno == EINTR) continue;
        if (step <= 0) return 0;
        written += (size_t)step;
    }
    t->received += (int64_t)total;
    return total;
}

static void set_options(cdownloads_transfer *t, const char *url, bool allows_http) {
    const char *protocols = allows_http ? "https,http" : "https";
    t->easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->message);
    t->easy_setopt(t->easy, CURLOPT_URL, url);
    t->easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, protocols);
    t->easy_setopt(t->easy, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    t->easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 1L);
    t->easy_setopt(t->easy, CURLOPT_MAXREDIRS, 5L);
    t->easy_setopt(t->easy, CURLOPT_FAILONERROR, 1L);
    t->easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT, 20L);
    t->easy_setopt(t->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    t->easy_setopt(t->easy, CURLOPT_LOW_SPEED_TIME, 30L);
    t->easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    t->easy_setopt(t->easy, CURLOPT_USERAGENT, "cnns");
    t->easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, write_body);
    t->easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
}

cdownloads_transfer *cdownloads_start(const char *url, int descriptor, bool allows_http) {
    cdownloads_transfer *t = calloc(1, sizeof *t);
    if (t == NULL) return NULL;
    t->descriptor = descriptor;
    t->state = CDOWNLOADS_UNAVAILABLE;
    if (!open_library(t)) return t;
    t->easy = t->easy_init();
    t->multi = t->multi_init();
    if (t->easy == NULL || t->multi == NULL) return t;
    set_options(t, url, allows_http);
    t->state = t->multi_add_handle(t->multi, t->easy) == CURLM_OK ? CDOWNLOADS_RUNNING : CDOWNLOADS_FAILED;
    return t;
}

cdownloads_state cdownloads_step(cdownloads_transfer *t, int milliseconds) {
    if (t->state != CDOWNLOADS_RUNNING) return t->state;
    int running = 0, remaining = 0;
    if (t->multi_perform(t->multi, &running) != CURLM_OK) return t->state = CDOWNLOADS_FAILED;
    for (CURLMsg *note; (note = t->multi_info_read(t->multi, &remaining)) != NULL;) {
        if (note->msg != CURLMSG_DONE) continue;
        CURLcode result = note->data.result;
        if (result != CURLE_OK && t->message[0] == 0) strncpy(t->message, t->easy_strerror(result), sizeof t->message - 1);
        t->state = result == CURLE_OK ? CDOWNLOADS_DONE : CDOWNLOADS_FAILED;
    }
    if (t->state == CDOWNLOADS_RUNNING) t->multi_poll(t->multi, NULL, 0, milliseconds, NULL);
    return t->state;
}

int64_t cdownloads_received(const cdownloads_transfer *t) { return t->received; }

int64_t cdownloads_announced(const cdownloads_transfer *t) {
    curl_off_t length = -1;
    if (t->easy == NULL || t->easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) != CURLE_OK) return -1;
    return length;
}

long cdownloads_status(const cdownloads_transfer *t) {
    long status = 0;
    if (t->easy != NULL) t->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const char *cdownloads_message(const cdownloads_transfer *t) { return t->message; }

void cdownloads_end(cdownloads_transfer *t) {
    if (t->easy != NULL && t->multi != NULL) t->multi_remove_handle(t->multi, t->easy);
    if (t->easy != NULL) t->easy_cleanup(t->easy);
    if (t->multi != NULL) t->multi_cleanup(t->multi);
    // The library stays open: its TLS library registers work for the program's end.
    free(t);
}
