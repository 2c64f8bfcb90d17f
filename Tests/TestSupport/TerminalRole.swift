/// A terminal that the tests play: what the environment says of it, and what it answers.
///
/// Answers as recorded from the terminals themselves.
package struct TerminalRole: Sendable, CustomStringConvertible {
    package let name: String
    /// What replaces the variables by which programs recognize a terminal.
    package let environment: [String: String]
    /// How a query begins, and the answer.
    let answers: [(query: String, answer: String)]

    package var description: String { name }

    /// The answer to a complete control sequence, or nil when the terminal stays silent.
    func answer(to sequence: [UInt8]) -> [UInt8]? {
        answers.first { sequence.starts(with: $0.query.utf8) }.map { Array($0.answer.utf8) }
    }

    package static let all: [TerminalRole] = [kitty, xtermWithSixel, iTerm2, mlterm, xterm, mute, dumb]

    package static let kitty = TerminalRole(
        name: "kitty", environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "KITTY_WINDOW_ID": "1"],
        answers: [
            ("\u{1B}_Gi=31,s=1,v=1,a=q", "\u{1B}_Gi=31;OK\u{1B}\\"), ("\u{1B}[16t", "\u{1B}[6;18;9t"), ("\u{1B}[14t", "\u{1B}[4;432;720t"),
            ("\u{1B}[>q", "\u{1B}P>|kitty(0.26.5)\u{1B}\\"), black, ("\u{1B}[5n", "\u{1B}[0n"), ("\u{1B}[c", "\u{1B}[?62;c"),
        ])

    /// The same on this machine: it reads shared memory.
    package static let localKitty = TerminalRole(
        name: "kitty on this machine", environment: kitty.environment,
        answers: kitty.answers + [("\u{1B}_Gi=32,s=1,v=1,a=q,t=s", "\u{1B}_Gi=32;OK\u{1B}\\")])

    package static let xtermWithSixel = TerminalRole(
        name: "xterm with sixel", environment: ["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)"],
        answers: [
            ("\u{1B}[>q", "\u{1B}P>|XTerm(379)\u{1B}\\"), ("\u{1B}[?1;1;0S", "\u{1B}[?1;0;256S"),
            ("\u{1B}[?2;4;0S", "\u{1B}[?2;0;1000;1000S"),
            black, ("\u{1B}[c", "\u{1B}[?63;1;2;4;6;9;15;16;22;28c"),
        ])

    package static let iTerm2 = TerminalRole(
        name: "iTerm2",
        environment: ["TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "iTerm.app", "LC_TERMINAL": "iTerm2"],
        answers: [
            ("\u{1B}[14t", "\u{1B}[4;432;720t"), ("\u{1B}[>q", "\u{1B}P>|iTerm2 3.5.0\u{1B}\\"), black,
            ("\u{1B}[c", "\u{1B}[?64;1;2;4;6;17;18;21;22c"),
        ])

    package static let mlterm = TerminalRole(
        name: "mlterm", environment: ["TERM": "xterm-256color", "MLTERM": "3.9.0"],
        answers: [
            ("\u{1B}[16t", "\u{1B}[6;18;9t"), ("\u{1B}[14t", "\u{1B}[4;432;720t"), ("\u{1B}[?1;1;0S", "\u{1B}[?1;0;1024S"),
            ("\u{1B}[?2;4;0S", "\u{1B}[?1;3;0S"), black, ("\u{1B}[c", "\u{1B}[?63;1;2;3;4;6;7;15;18;22;29c"),
        ])

    package static let xterm = TerminalRole(
        name: "xterm", environment: ["TERM": "xterm-256color", "XTERM_VERSION": "XTerm(379)", "COLORTERM": "truecolor"],
        answers: [
            ("\u{1B}[>q", "\u{1B}P>|XTerm(379)\u{1B}\\"), ("\u{1B}[?1;1;0S", "\u{1B}[?1;3S"), ("\u{1B}[?2;4;0S", "\u{1B}[?2;3S"), black,
            ("\u{1B}[c", "\u{1B}[?64;1;2;6;9;15;16;17;18;21;22;28c"),
        ])

    /// Never answers anything.
    package static let mute = TerminalRole(name: "mute", environment: ["TERM": "xterm-256color"], answers: [])

    package static let dumb = TerminalRole(name: "dumb", environment: ["TERM": "dumb"], answers: [])

    private static let black = ("\u{1B}]11;?", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\")

    /// Variables that betray the terminal the tests themselves run in.
    static func betrays(_ variable: String) -> Bool {
        let prefixes = ["TERM", "COLORTERM", "LC_TERMINAL", "KITTY_", "KONSOLE_", "XTERM_", "VTE_", "ITERM_", "WEZTERM_", "GHOSTTY_"]
        let names = ["MLTERM", "TMUX", "STY", "LINES", "COLUMNS", "NO_COLOR", "WT_SESSION", "INSIDE_EMACS", "WINDOWID"]
        return names.contains(variable) || prefixes.contains { variable.hasPrefix($0) }
    }
}
