/// What a person can do for better figures.
package enum TerminalAdvice {
    /// Sentences, the most useful first; none where nothing is to be done.
    package static func lines(_ capabilities: TerminalCapabilities) -> [String] {
        var lines: [String] = []
        if let tmux = capabilities.tmux {
            if !tmux.passesThrough { lines.append("'tmux set -g allow-passthrough on', so that tmux hands pictures on") }
            if capabilities.encoder?.isText == true {
                lines.append("'--graphics sixel', 'kitty' or 'iterm2', whichever the terminal around tmux shows")
            }
        } else if capabilities.encoder?.isText == true {
            lines += withoutPictures(capabilities.terminalName)
        }
        if capabilities.encoder?.isText == true, capabilities.colorDepth != .direct {
            lines.append("'COLORTERM=truecolor' or '--colors truecolor', if the terminal shows 24-bit colors")
        }
        if capabilities.cell.origin == .assumed, capabilities.encoder?.isText == false {
            lines.append("'--cell WxH', the size of a character in pixels, which nothing tells")
        }
        return lines
    }

    private static func withoutPictures(_ name: String) -> [String] {
        if name.lowercased().hasPrefix("xterm") {
            return ["start xterm with '-ti vt340', or set 'XTerm*decTerminalID: vt340' among its resources, for sixel pictures"]
        }
        return ["a terminal with pictures, such as kitty, foot, Konsole, WezTerm or iTerm2; or '--graphics NAME' if this one has them"]
    }
}
