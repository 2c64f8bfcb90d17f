import TerminalGraphics
import Testing

/// What a real terminal answered to each question, and how its environment named it.
struct RecordedTerminal: Sendable, CustomTestStringConvertible {
    let name: String
    var kitty = ""
    var cell = ""
    var window = ""
    var version = ""
    var registers = ""
    var limit = ""
    var background = "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\"
    let attributes: String
    var environment: [String: String]
    var kernelPixels = (height: 432, width: 720)
    /// What is to be chosen.
    let encoder: String

    var testDescription: String { name }

    /// In the order of the questions.
    var bytes: [UInt8] { Array((kitty + cell + window + version + registers + limit + background + attributes).utf8) }

    var kernelWindow: TerminalWindow {
        TerminalWindow(heightInCells: 24, widthInCells: 80, heightInPixels: kernelPixels.height, widthInPixels: kernelPixels.width)
    }

    static let all = [
        RecordedTerminal(
            name: "xterm 379", version: "\u{1B}P>|XTerm(379)\u{1B}\\", registers: "\u{1B}[?1;3S", limit: "\u{1B}[?2;3S",
            attributes: "\u{1B}[?64;1;2;6;9;15;16;17;18;21;22;28c", environment: ["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"],
            kernelPixels: (436, 724), encoder: "blocks"),
        RecordedTerminal(
            name: "xterm 379 as a vt340", version: "\u{1B}P>|XTerm(379)\u{1B}\\", registers: "\u{1B}[?1;0;256S",
            limit: "\u{1B}[?2;0;1000;1000S", attributes: "\u{1B}[?63;1;2;4;6;9;15;16;22;28c",
            environment: ["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"], kernelPixels: (436, 724), encoder: "sixel"),
        RecordedTerminal(
            name: "kitty 0.26.5", kitty: "\u{1B}_Gi=31;OK\u{1B}\\", cell: "\u{1B}[6;18;9t", window: "\u{1B}[4;432;720t",
            version: "\u{1B}P>|kitty(0.26.5)\u{1B}\\", attributes: "\u{1B}[?62;c",
            environment: ["TERM": "xterm-kitty", "COLORTERM": "truecolor", "KITTY_WINDOW_ID": "1"], encoder: "kitty"),
        RecordedTerminal(
            name: "mlterm 3.9.0", cell: "\u{1B}[6;18;9t", window: "\u{1B}[4;432;720t", registers: "\u{1B}[?1;0;1024S",
            limit: "\u{1B}[?1;3;0S", attributes: "\u{1B}[?63;1;2;3;4;6;7;15;18;22;29c", environment: ["TERM": "mlterm", "MLTERM": "3.9.0"],
            encoder: "sixel"),
        RecordedTerminal(
            name: "konsole 22.12.3", kitty: "\u{1B}_Gi=31;OK\u{1B}\\", cell: "\u{1B}[6;18;9t", window: "\u{1B}[4;432;720t",
            version: "\u{1B}P>|Konsole 22.12.3\u{1B}\\", registers: "\u{1B}[?1;0;256S", limit: "\u{1B}[?2;0;16384;16384S",
            attributes: "\u{1B}[?62;1;4c", environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "KONSOLE_VERSION": "221203"],
            kernelPixels: (432, 723), encoder: "kitty"),
        RecordedTerminal(
            name: "foot 1.13.1", cell: "\u{1B}[6;18;9t", window: "\u{1B}[4;432;720t", version: "\u{1B}P>|foot(1.13.1)\u{1B}\\",
            registers: "\u{1B}[?1;0;1024S", limit: "\u{1B}[?2;0;10000;10000S", attributes: "\u{1B}[?62;4;22c",
            environment: ["TERM": "foot", "COLORTERM": "truecolor"], encoder: "sixel"),
        RecordedTerminal(
            name: "tmux 3.3a in kitty", version: "\u{1B}P>|tmux 3.3a\u{1B}\\", background: "", attributes: "\u{1B}[?1;2c",
            environment: [
                "TERM": "tmux-256color", "COLORTERM": "truecolor", "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "tmux", "TMUX_PANE": "%0",
            ], encoder: "blocks"),
        RecordedTerminal(
            name: "iTerm2 3.5", window: "\u{1B}[4;432;720t", version: "\u{1B}P>|iTerm2 3.5.0\u{1B}\\",
            attributes: "\u{1B}[?64;1;2;4;6;17;18;21;22c",
            environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_TERMINAL": "iTerm2"], encoder: "iterm2"),
    ]
}
