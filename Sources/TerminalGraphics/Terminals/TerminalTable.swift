/// What is known of one terminal beyond what it answers.
package struct Terminal: Sendable {
    /// How a terminal is recognized.
    package enum Mark: Sendable {
        /// XTVERSION's answer begins so (ASCII, either case).
        case version(String)
        /// The variable is set and begins so; an empty text: it is set to anything.
        case variable(String, String)
    }

    package let name: String
    /// Any of these will do.
    package let marks: [Mark]
    /// Protocols that it shows: iTerm2's, which no answer tells, and others for when it does not answer in time.
    package let shows: [String]
    /// Protocols that are not to be chosen, whatever it answers.
    package let avoids: [String]
    /// The side in pixels over which a sixel picture is not shown at all, unless the terminal answers another.
    package let sixelLimit: Int?
    /// Whether the kitty question would leave a trace on the screen or in a title.
    package let garblesKittyQuery: Bool
    /// Whether it answers questions.
    package let answers: Bool
    /// Whether it shows colors.
    package let hasColor: Bool
    /// A sentence for whoever asks why.
    package let note: String?

    init(
        _ name: String, _ marks: [Mark], shows: [String] = [], avoids: [String] = [], sixelLimit: Int? = nil,
        garblesKittyQuery: Bool = false,
        answers: Bool = true, hasColor: Bool = true, note: String? = nil
    ) {
        self.name = name
        self.marks = marks
        self.shows = shows
        self.avoids = avoids
        self.sixelLimit = sixelLimit
        self.garblesKittyQuery = garblesKittyQuery
        self.answers = answers
        self.hasColor = hasColor
        self.note = note
    }
}

/// The terminals, a row each; the first that matches counts, so multiplexers and terminals without answers come first.
package enum TerminalTable {
    package static let all: [Terminal] = [
        Terminal("a dumb terminal", [.variable("TERM", "dumb"), .variable("TERM", "unknown")], answers: false, hasColor: false),
        Terminal(
            "tmux", [.variable("TERM_PROGRAM", "tmux"), .variable("TMUX", ""), .variable("TERM", "tmux"), .version("tmux")],
            avoids: ["kitty", "iterm2", "sixel"], garblesKittyQuery: true,
            note: "tmux hands pictures on only with 'set -g allow-passthrough on'; then choose the outer terminal's protocol yourself"),
        Terminal(
            "GNU screen", [.variable("STY", ""), .variable("TERM", "screen")], avoids: ["kitty", "iterm2", "sixel"],
            garblesKittyQuery: true,
            note: "screen hands no pictures on"),
        Terminal("the Linux console", [.variable("TERM", "linux")], answers: false, note: "the console has 16 colors"),
        Terminal("Emacs", [.variable("TERM", "eterm"), .variable("INSIDE_EMACS", "")], garblesKittyQuery: true),
        Terminal("kitty", [.version("kitty"), .variable("TERM", "xterm-kitty")], shows: ["kitty"]),
        Terminal(
            "Ghostty", [.version("ghostty"), .variable("TERM_PROGRAM", "ghostty"), .variable("TERM", "xterm-ghostty")], shows: ["kitty"]),
        Terminal("foot", [.version("foot"), .variable("TERM", "foot")], shows: ["sixel"]),
        Terminal("Konsole", [.version("Konsole"), .variable("KONSOLE_VERSION", "")]),
        Terminal("mlterm", [.variable("MLTERM", ""), .version("mlterm")], note: "iTerm2 pictures work too: '--graphics iterm2'"),
        Terminal("WezTerm", [.version("WezTerm"), .variable("TERM_PROGRAM", "WezTerm")], shows: ["iterm2"]),
        Terminal(
            "iTerm2", [.version("iTerm2"), .variable("TERM_PROGRAM", "iTerm.app"), .variable("LC_TERMINAL", "iTerm2")], shows: ["iterm2"]),
        Terminal("mintty", [.version("mintty"), .variable("TERM_PROGRAM", "mintty")], shows: ["iterm2"]),
        Terminal("Apple Terminal", [.variable("TERM_PROGRAM", "Apple_Terminal")], garblesKittyQuery: true),
        Terminal("Visual Studio Code", [.variable("TERM_PROGRAM", "vscode")]),
        Terminal("Windows Terminal", [.variable("WT_SESSION", "")]),
        Terminal("Alacritty", [.variable("TERM", "alacritty"), .variable("ALACRITTY_WINDOW_ID", "")]),
        Terminal("VTE", [.variable("VTE_VERSION", "")]),
        Terminal(
            "xterm", [.version("XTerm"), .variable("XTERM_VERSION", "")], sixelLimit: 1000,
            note: "xterm shows sixel pictures when it is started with '-ti vt340'"),
    ]

    /// The first row that the environment or the answered name matches.
    package static func terminal(environment: [String: String], version: String?) -> Terminal? {
        all.first { terminal in
            terminal.marks.contains { mark in
                switch mark {
                case .version(let prefix): version.map { begins($0, with: prefix) } ?? false
                case .variable(let name, let prefix): environment[name].map { !$0.isEmpty && begins($0, with: prefix) } ?? false
                }
            }
        }
    }

    private static func begins(_ text: String, with prefix: String) -> Bool {
        func lowered(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }
        return text.utf8.lazy.map(lowered).starts(with: prefix.utf8.lazy.map(lowered))
    }
}
