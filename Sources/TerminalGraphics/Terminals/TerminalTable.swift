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
    /// The colors that its text may have; nil where the environment tells.
    package let colors: ColorDepth?
    /// The version from which on it shows kitty pictures in the place of Unicode placeholders.
    package let placeholdersSince: TerminalVersion?
    /// The version from which on it takes iTerm2's pictures in parts.
    package let multipartSince: TerminalVersion?
    /// A sentence for whoever asks why.
    package let note: String?

    init(
        _ name: String, _ marks: [Mark], shows: [String] = [], avoids: [String] = [], sixelLimit: Int? = nil,
        garblesKittyQuery: Bool = false,
        answers: Bool = true, colors: ColorDepth? = nil, placeholdersSince: TerminalVersion? = nil, multipartSince: TerminalVersion? = nil,
        note: String? = nil
    ) {
        self.name = name
        self.marks = marks
        self.shows = shows
        self.avoids = avoids
        self.sixelLimit = sixelLimit
        self.garblesKittyQuery = garblesKittyQuery
        self.answers = answers
        self.colors = colors
        self.placeholdersSince = placeholdersSince
        self.multipartSince = multipartSince
        self.note = note
    }
}

/// The terminals, a row each; the first that matches counts, so multiplexers and terminals without answers come first.
package enum TerminalTable {
    package static let all: [Terminal] = [
        Terminal("a dumb terminal", [.variable("TERM", "dumb"), .variable("TERM", "unknown")], answers: false, colors: ColorDepth.none),
        Terminal(
            "tmux", [.variable("TERM_PROGRAM", "tmux"), .variable("TMUX", ""), .variable("TERM", "tmux"), .version("tmux")],
            avoids: ["kitty", "iterm2", "sixel"], garblesKittyQuery: true, colors: .direct,
            note: "tmux hands pictures on only with 'set -g allow-passthrough on'; then choose the outer terminal's protocol yourself"),
        Terminal(
            "GNU screen", [.variable("STY", ""), .variable("TERM", "screen")], avoids: ["kitty", "iterm2", "sixel"],
            garblesKittyQuery: true, colors: .palette256,
            note: "screen hands no pictures on"),
        Terminal("the Linux console", [.variable("TERM", "linux")], answers: false, colors: .palette16, note: "the console has 16 colors"),
        Terminal("Emacs", [.variable("TERM", "eterm"), .variable("INSIDE_EMACS", "")], garblesKittyQuery: true),
        Terminal(
            "kitty", [.version("kitty"), .variable("TERM", "xterm-kitty")], shows: ["kitty"], colors: .direct,
            placeholdersSince: TerminalVersion(0, 28)),
        Terminal(
            "Ghostty", [.version("ghostty"), .variable("TERM_PROGRAM", "ghostty"), .variable("TERM", "xterm-ghostty")], shows: ["kitty"],
            colors: .direct, placeholdersSince: TerminalVersion(0, 0)),
        Terminal("foot", [.version("foot"), .variable("TERM", "foot")], shows: ["sixel"], colors: .direct),
        Terminal("Konsole", [.version("Konsole"), .variable("KONSOLE_VERSION", "")], colors: .direct),
        Terminal(
            "mlterm", [.variable("MLTERM", ""), .version("mlterm")], colors: .direct,
            note: "iTerm2 pictures work too: '--graphics iterm2'"),
        Terminal("WezTerm", [.version("WezTerm"), .variable("TERM_PROGRAM", "WezTerm")], shows: ["iterm2"], colors: .direct),
        Terminal(
            "iTerm2", [.version("iTerm2"), .variable("TERM_PROGRAM", "iTerm.app"), .variable("LC_TERMINAL", "iTerm2")], shows: ["iterm2"],
            colors: .direct, multipartSince: TerminalVersion(3, 5)),
        Terminal("mintty", [.version("mintty"), .variable("TERM_PROGRAM", "mintty")], shows: ["iterm2"], colors: .direct),
        Terminal("Apple Terminal", [.variable("TERM_PROGRAM", "Apple_Terminal")], garblesKittyQuery: true, colors: .palette256),
        Terminal("Visual Studio Code", [.variable("TERM_PROGRAM", "vscode")], colors: .direct),
        Terminal("Windows Terminal", [.variable("WT_SESSION", "")], colors: .direct),
        Terminal("Alacritty", [.variable("TERM", "alacritty"), .variable("ALACRITTY_WINDOW_ID", "")], colors: .direct),
        Terminal("VTE", [.variable("VTE_VERSION", "")], colors: .direct),
        Terminal(
            "xterm", [.version("XTerm"), .variable("XTERM_VERSION", "")], sixelLimit: 1000, colors: .direct,
            note: "xterm shows sixel pictures when it is started with '-ti vt340'"),
    ]

    /// The terminal around a multiplexer, by what that says of it.
    package static func terminal(outside tmux: TmuxSurroundings) -> Terminal? {
        terminal(environment: ["TERM": tmux.outerTerm], version: tmux.outerName.isEmpty ? nil : tmux.outerName)
    }

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
