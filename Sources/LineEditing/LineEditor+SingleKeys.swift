import Glibc

/// The terminal's attributes as they were before single keys were read.
package struct KeyMode {
    fileprivate let attributes: termios
}

extension LineEditor {
    /// Has the terminal pass on every key as it is pressed, Ctrl-C too, and echo nothing; `nil` where it cannot.
    package func beginKeys() -> KeyMode? {
        var attributes = termios()
        guard tcgetattr(STDIN_FILENO, &attributes) == 0 else { return nil }
        let mode = KeyMode(attributes: attributes)
        attributes.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG | IEXTEN)
        attributes.c_iflag &= ~tcflag_t(IXON | ICRNL)
        guard tcsetattr(STDIN_FILENO, TCSANOW, &attributes) == 0 else { return nil }
        return mode
    }

    package func endKeys(_ mode: KeyMode) {
        var attributes = mode.attributes
        tcsetattr(STDIN_FILENO, TCSANOW, &attributes)
    }

    /// Waits for a key: its character, `↑`, `↓`, `←` or `→` for an arrow; `nil` when no more can come.
    ///
    /// - Parameter isStopped: looked at before a key is taken, and while none comes: a Ctrl-C that came as a signal, before keys were read
    ///   singly, then counts as the key U+0003.
    package func nextKey(isStopped: () -> Bool = { false }) -> Character? {
        while true {
            if isStopped() { return "\u{03}" }
            switch input.next(timeoutInMilliseconds: Self.stopIntervalInMilliseconds) {
            case .byte(0x1B): if let key = keyAfterEscape() { return key }
            case .byte(let byte): return Character(input.character(after: byte))
            case .signal, .timeout: continue
            case .end: return nil
            }
        }
    }

    /// An arrow, Escape alone, or `nil` for a sequence of another meaning.
    private func keyAfterEscape() -> Character? {
        guard case .byte(let first) = input.next(timeoutInMilliseconds: Self.escapeTimeoutInMilliseconds) else { return "\u{1B}" }
        guard first == UInt8(ascii: "[") || first == UInt8(ascii: "O") else {
            input.putBack()
            return "\u{1B}"
        }
        while case .byte(let byte) = input.next(timeoutInMilliseconds: Self.escapeTimeoutInMilliseconds) {
            if (0x40...0x7E).contains(byte) { return Self.arrows[byte] }
        }
        return nil
    }

    /// How long a stop goes unnoticed, at most.
    private static let stopIntervalInMilliseconds: Int32 = 50

    /// Longer than the bytes of one key are apart, shorter than a person waits.
    private static let escapeTimeoutInMilliseconds: Int32 = 50

    private static let arrows: [UInt8: Character] = [
        UInt8(ascii: "A"): "↑", UInt8(ascii: "B"): "↓", UInt8(ascii: "C"): "→", UInt8(ascii: "D"): "←",
    ]
}
