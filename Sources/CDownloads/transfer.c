#include "CDownloads.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// The headers' checks of argument types call functions by name; here they are called through pointers.
#undef curl_easy_setopt
#undef curl_easy_getinfo

struct cdownloads_transfer {
    void *library;
    CURLM *multi;
    CURL *easy;
    int descriptor;
    int64_t offset;
    int64_t received;
    bool resumed;
    bool begun;
    struct curl_slist *headers;
    char tag[256];
    char date[64];
    int64_t range_start;
    cdownloads_state state;
    char message[CURL_ERROR_SIZE];
    /// Why a body was refused, which libcurl does not know.
    const char *refusal;

    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    const char *(*easy_strerror)(CURLcode);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
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
        {"curl_slist_append", (void **)&t->slist_append},
        {"curl_slist_free_all", (void **)&t->slist_free_all},
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

/// Copies the value of a header line when it has this name, without blanks around it; too long a value counts as none.
static void keep_header(const char *line, size_t length, const char *name, char *value, size_t capacity) {
    size_t name_length = strlen(name);
    if (length <= name_length || strncasecmp(line, name, name_length) != 0 || line[name_length] != ':') return;
    const char *start = line + name_length + 1, *end = line + length;
    while (start < end && (*start == ' ' || *start == '\t')) start++;
    while (end > start && (unsigned char)end[-1] <= ' ') end--;
    size_t size = (size_t)(end - start);
    if (size >= capacity) return;
    memcpy(value, start, size);
    value[size] = 0;
}

/// Reads a line of an answer's head; a status line begins a new one, after a redirection.
static size_t read_header(char *line, size_t size, size_t count, void *context) {
    cdownloads_transfer *t = context;
    size_t length = size * count;
    if (length >= 5 && strncmp(line, "HTTP/", 5) == 0) {
        t->tag[0] = t->date[0] = 0;
        t->range_start = -1;
    }
    keep_header(line, length, "ETag", t->tag, sizeof t->tag);
    keep_header(line, length, "Last-Modified", t->date, sizeof t->date);
    char range[64] = "";
    keep_header(line, length, "Content-Range", range, sizeof range);
    if (strncasecmp(range, "bytes ", 6) == 0 && range[6] >= '0' && range[6] <= '9') t->range_start = strtoll(range + 6, NULL, 10);
    return length;
}

/// Decides at the first piece of the body whether it goes on where the file ends, or takes the place of all that is there.
static bool begin_body(cdownloads_transfer *t) {
    t->begun = true;
    if (t->offset == 0) return true;
    if (cdownloads_status(t) == 206) {
        t->resumed = t->range_start == t->offset;
        if (!t->resumed) t->refusal = "the server sends another part than was asked for";
        return t->resumed && lseek(t->descriptor, t->offset, SEEK_SET) == t->offset;
    }
    t->received = 0;
    return ftruncate(t->descriptor, 0) == 0 && lseek(t->descriptor, 0, SEEK_SET) == 0;
}

/// Takes a piece of the body from libcurl; anything but the full size tells it to stop.
static size_t write_body(char *bytes, size_t size, size_t count, void *context) {
    cdownloads_transfer *t = context;
    size_t total = size * count, written = 0;
    if (!t->begun && !begin_body(t)) return 0;
    while (written < total) {
        ssize_t step = write(t->descriptor, bytes + written, total - written);
        if (step < 0 && errno == EINTR) continue;
        if (step <= 0) return 0;
        written += (size_t)step;
    }
    t->received += (int64_t)total;
    return total;
}

/// Asks for the rest of a file, if it is still the one whose beginning is here.
static void ask_for_rest(cdownloads_transfer *t, const cdownloads_request *request) {
    char range[32], condition[512];
    snprintf(range, sizeof range, "%lld-", (long long)request->offset);
    snprintf(condition, sizeof condition, "If-Range: %s", request->validator);
    t->headers = t->slist_append(NULL, condition);
    t->easy_setopt(t->easy, CURLOPT_RANGE, range);
    t->easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_options(cdownloads_transfer *t, const cdownloads_request *request) {
    const char *url = request->url, *protocols = request->allows_http ? "https,http" : "https";
    t->easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->message);
    t->easy_setopt(t->easy, CURLOPT_URL, url);
    t->easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, protocols);
    t->easy_setopt(t->easy, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    t->easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 1L);
    t->easy_setopt(t->easy, CURLOPT_MAXREDIRS, 5L);
    t->easy_setopt(t->easy, CURLOPT_FAILONERROR, 1L);
    t->easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT, 20L);
    t->easy_setopt(t->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    t->easy_setopt(t->easy, CURLOPT_LOW_SPEED_TIME, request->stall_seconds);
    t->easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
    t->easy_setopt(t->easy, CURLOPT_USERAGENT, "cnns");
    t->easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, read_header);
    t->easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    t->easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, write_body);
    t->easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    if (t->offset > 0) ask_for_rest(t, request);
}

cdownloads_transfer *cdownloads_start(const cdownloads_request *request, int descriptor) {
    cdownloads_transfer *t = calloc(1, sizeof *t);
    if (t == NULL) return NULL;
    t->descriptor = descriptor;
    t->offset = t->received = request->validator == NULL ? 0 : request->offset;
    t->state = CDOWNLOADS_UNAVAILABLE;
    if (!open_library(t)) return t;
    t->easy = t->easy_init();
    t->multi = t->multi_init();
    if (t->easy == NULL || t->multi == NULL) return t;
    set_options(t, request);
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

bool cdownloads_resumed(const cdownloads_transfer *t) { return t->resumed; }

const char *cdownloads_validator(const cdownloads_transfer *t) {
    // A weak tag, W/"…", says that two files mean the same, not that they are the same.
    return t->tag[0] == '"' ? t->tag : t->tag[0] != 0 ? "" : t->date;
}

int64_t cdownloads_announced(const cdownloads_transfer *t) {
    curl_off_t length = -1;
    if (t->easy == NULL || t->easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) != CURLE_OK) return -1;
    return length < 0 ? -1 : t->resumed ? t->offset + length : length;
}

long cdownloads_status(const cdownloads_transfer *t) {
    long status = 0;
    if (t->easy != NULL) t->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

const char *cdownloads_message(const cdownloads_transfer *t) { return t->refusal != NULL ? t->refusal : t->message; }

void cdownloads_end(cdownloads_transfer *t) {
    if (t->easy != NULL && t->multi != NULL) t->multi_remove_handle(t->multi, t->easy);
    if (t->easy != NULL) t->easy_cleanup(t->easy);
    if (t->headers != NULL) t->slist_free_all(t->headers);
    if (t->multi != NULL) t->multi_cleanup(t->multi);
    // The library stays open: its TLS library registers work for the program's end.
    free(t);
}
