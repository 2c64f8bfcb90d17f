/// One piece of what a program wrote to a terminal.
package enum TerminalToken: Equatable, Sendable {
    /// A printable character.
    case character(Unicode.Scalar)
    /// A control character such as CR or LF.
    case control(UInt8)
    /// A control sequence: parameter and intermediate bytes, and the final byte.
    case sequence(parameters: String, final: Character)
    /// An escape sequence of two characters, such as `ESC 7`.
    case escape(Character)
    /// A control string: `P` (DCS), `_` (APC), `]` (OSC), `^` (PM), `X` (SOS), and its bytes.
    case string(introducer: Character, bytes: [UInt8], byteCount: Int)
}

/// Terminal output cut into tokens, strictly: whatever ECMA-48 does not allow is a violation.
package struct TerminalStream: Sendable {
    package private(set) var tokens: [TerminalToken] = []
    package private(set) var violations: [String] = []

    /// Sequences wrapped for tmux come out unwrapped.
    package init(_ bytes: [UInt8]) {
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x1B {
                at = readEscape(bytes, at + 1)
            } else if byte < 0x20 || byte == 0x7F {
                tokens.append(.control(byte))
                at += 1
            } else {
                at = readCharacter(bytes, at)
            }
        }
    }

    private mutating func readCharacter(_ bytes: [UInt8], _ start: Int) -> Int {
        let length = bytes[start] < 0x80 ? 1 : bytes[start] < 0xE0 ? 2 : bytes[start] < 0xF0 ? 3 : 4
        let end = min(start + length, bytes.count)
        var decoder = UTF8()
        var iterator = bytes[start..<end].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
            violations.append("byte \(bytes[start]) at \(start) is no UTF-8")
            return start + 1
        }
        tokens.append(.character(scalar))
        return end
    }

    private mutating func readEscape(_ bytes: [UInt8], _ start: Int) -> Int {
        guard start < bytes.count else {
            violations.append("an escape at the very end")
            return start
        }
        let introducer = Character(Unicode.Scalar(bytes[start]))
        switch introducer {
        case "[": return readSequence(bytes, start + 1)
        case "P", "_", "]", "^", "X": return readString(bytes, start + 1, introducer)
        case "7", "8": tokens.append(.escape(introducer))
        default: violations.append("unknown escape sequence 'ESC \(introducer)'")
        }
        return start + 1
    }

    private mutating func readSequence(_ bytes: [UInt8], _ start: Int) -> Int {
        var at = start
        while at < bytes.count, (0x20...0x3F).contains(bytes[at]) { at += 1 }
        guard at < bytes.count, (0x40...0x7E).contains(bytes[at]) else {
            violations.append("a control sequence without a final byte at \(start)")
            return at
        }
        tokens.append(
            .sequence(parameters: String(decoding: bytes[start..<at], as: UTF8.self), final: Character(Unicode.Scalar(bytes[at]))))
        return at + 1
    }

    private mutating func readString(_ bytes: [UInt8], _ start: Int, _ introducer: Character) -> Int {
        let isPassthrough = introducer == "P" && bytes[start...].starts(with: "tmux;".utf8)
        var body: [UInt8] = []
        var at = start
        while at < bytes.count {
            if bytes[at] == 0x1B {
                guard at + 1 < bytes.count else { break }
                if bytes[at + 1] == UInt8(ascii: "\\") {
                    finishString(introducer, body, isPassthrough, byteCount: at + 2 - start + 2)
                    return at + 2
                }
                guard isPassthrough, bytes[at + 1] == 0x1B else {
                    violations.append("an escape inside of a control string at \(at)")
                    return at
                }
                at += 1
            } else if bytes[at] < 0x20 {
                violations.append("control character \(bytes[at]) inside of a control string at \(at)")
            }
            body.append(bytes[at])
            at += 1
        }
        violations.append("a control string without its end")
        return at
    }

    private mutating func finishString(_ introducer: Character, _ body: [UInt8], _ isPassthrough: Bool, byteCount: Int) {
        if byteCount > 1_048_576, isPassthrough || introducer == "]" {
            violations.append("a sequence of \(byteCount) bytes, over the limit of 1048576")
        }
        guard isPassthrough else {
            tokens.append(.string(introducer: introducer, bytes: body, byteCount: byteCount))
            return
        }
        let inner = TerminalStream(Array(body.dropFirst("tmux;".utf8.count)))
        tokens += inner.tokens
        violations += inner.violations
        if inner.tokens.count != 1 { violations.append("\(inner.tokens.count) sequences in one passthrough, expected 1") }
    }
}
