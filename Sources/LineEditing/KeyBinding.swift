import CLibEdit

/// Something that keys do beside what libedit does by itself.
struct KeyBinding: Sendable {
    /// As `~/.editrc` can bind it to other keys.
    let name: String
    let help: String
    /// In libedit's notation.
    let keys: [String]
    /// Whether it works where libedit draws the line.
    var worksEverywhere = false
    let function: @convention(c) (OpaquePointer?, Int32) -> UInt8

    static let all = [
        KeyBinding(name: "complete-word", help: "complete the word at the cursor", keys: ["\\t"], worksEverywhere: true) { handle, _ in
            LineEditor.behind(handle)?.completeWord() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "take-paste", help: "insert what is pasted", keys: ["\\e[200~"], worksEverywhere: true) { handle, _ in
            LineEditor.behind(handle)?.takePaste() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "accept-statement", help: "run the statement, or begin another line of it", keys: ["^M", "^J"]) { handle, _ in
            LineEditor.behind(handle)?.acceptStatement() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "insert-line", help: "begin another line of the statement", keys: ["\\e^M", "\\e^J"]) { handle, _ in
            LineEditor.behind(handle)?.insert("\n") ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "search-history", help: "find an earlier statement by a part of it", keys: ["^R"]) { handle, _ in
            LineEditor.behind(handle)?.searchHistory() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "line-above", help: "the line above, or an earlier statement", keys: ["^P", "\\e[A", "\\eOA"]) { handle, _ in
            LineEditor.behind(handle)?.moveUp() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "line-below", help: "the line below, or a later statement", keys: ["^N", "\\e[B", "\\eOB"]) { handle, _ in
            LineEditor.behind(handle)?.moveDown() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "forward", help: "the next character, or all of the hint", keys: ["^F", "\\e[C", "\\eOC"]) { handle, _ in
            LineEditor.behind(handle)?.moveForward() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "backward", help: "the character before", keys: ["^B", "\\e[D", "\\eOD"]) { handle, _ in
            LineEditor.behind(handle)?.moveBackward() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "line-start", help: "the start of the line", keys: ["^A", "\\e[H", "\\eOH", "\\e[1~"]) { handle, _ in
            LineEditor.behind(handle)?.moveToLineStart() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "line-end", help: "the end of the line, or all of the hint", keys: ["^E", "\\e[F", "\\eOF", "\\e[4~"]) {
            handle, _ in
            LineEditor.behind(handle)?.moveToLineEnd() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "erase", help: "erase the character before", keys: ["^?", "^H"]) { handle, _ in
            LineEditor.behind(handle)?.erase() ?? UInt8(CC_ERROR)
        },
        KeyBinding(name: "clear", help: "clear the screen", keys: ["^L"]) { handle, _ in
            LineEditor.behind(handle)?.clearScreen() ?? UInt8(CC_ERROR)
        },
    ]

    /// Keys for what libedit does already.
    static let ofLibEdit = [
        ("^S", "em-inc-search-next"), ("\\e[3~", "ed-delete-next-char"), ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
        ("\\e[1;3C", "em-next-word"), ("\\e[1;3D", "ed-prev-word"),
    ]
}
