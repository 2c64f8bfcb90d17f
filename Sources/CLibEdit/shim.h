#ifndef CLIBEDIT_SHIM_H
#define CLIBEDIT_SHIM_H

#include <histedit.h>
#include <stdio.h>

// libedit's setters are variadic and its constructor wants FILE pointers: neither can be named from Swift.
// Each wrapper fixes one use.

/// An editor of standard input; what it draws goes to `drawing`, or to standard output when that is null.
static inline EditLine *clibedit_open(const char *program, FILE *drawing) {
    return el_init_fd(program, stdin, drawing ? drawing : stdout, stderr, 0, 1, 2);
}

static inline void clibedit_set_prompt(EditLine *editor, char *(*prompt)(EditLine *)) { el_set(editor, EL_PROMPT, prompt); }

static inline void clibedit_set_reader(EditLine *editor, int (*reader)(EditLine *, wchar_t *)) {
    el_set(editor, EL_GETCFN, reader);
}

static inline void clibedit_set_key_map(EditLine *editor, const char *name) { el_set(editor, EL_EDITOR, name); }

static inline void clibedit_add_function(
    EditLine *editor, const char *name, const char *help, unsigned char (*function)(EditLine *, int)) {
    el_set(editor, EL_ADDFN, name, help, function);
}

static inline void clibedit_bind(EditLine *editor, const char *key, const char *function) {
    el_set(editor, EL_BIND, key, function, NULL);
}

/// Ctrl-C and Ctrl-Z arrive as characters while a line is edited, in order with what is typed around them.
static inline void clibedit_read_control_characters(EditLine *editor) { el_set(editor, EL_SETTY, "-d", "-isig", NULL); }

static inline void clibedit_set_client_data(EditLine *editor, void *data) { el_set(editor, EL_CLIENTDATA, data); }

static inline void *clibedit_client_data(EditLine *editor) {
    void *data = NULL;
    el_get(editor, EL_CLIENTDATA, &data);
    return data;
}

static inline void clibedit_refresh(EditLine *editor) { el_set(editor, EL_REFRESH); }

/// 1: the terminal as the editor needs it; 0: as it was found.
static inline void clibedit_prepare_terminal(EditLine *editor, int raw) { el_set(editor, EL_PREP_TERM, raw); }

static inline void clibedit_set_history(EditLine *editor, History *entries) { el_set(editor, EL_HIST, history, entries); }

static inline void clibedit_history_set_size(History *entries, int count) {
    HistEvent event;
    history(entries, &event, H_SETSIZE, count);
    history(entries, &event, H_SETUNIQUE, 1);
}

static inline void clibedit_history_enter(History *entries, const char *text) {
    HistEvent event;
    history(entries, &event, H_ENTER, text);
}

/// The C library declares it only for programs that ask for X/Open.
int wcwidth(wchar_t character);

#endif
