/// Cuts a terminal's input into control sequences and what was typed, a byte at a time.
///
/// Source: ECMA-48, 5.4 (control sequences) and 5.6 (control strings).
struct ControlSequenceSplitter: Sendable {
    enum StringKind: Sendable, Equatable {
        /// DCS
        case device
        /// APC
        case application
        /// OSC
        case command
        /// PM and SOS
        case other
    }

    enum Token: Sendable, Equatable {
        /// No sequence, or one that is no answer of any kind.
        case typed([UInt8])
        /// What follows `ESC [`, the final byte included.
        case control([UInt8])
        /// What stands between the introducer and the terminator.
        case string(StringKind, [UInt8])

        /// The bytes as they came, but for control strings, which nobody types.
        var bytes: [UInt8] {
            switch self {
            case .typed(let bytes): bytes
            case .control(let body): [0x1B, UInt8(ascii: "[")] + body
            case .string: []
            }
        }
    }

    private enum State: Sendable {
        case ground, escape, control
        case string(StringKind)
        case stringEscape(StringKind)
    }

    private var state = State.ground
    private var body: [UInt8] = []

    /// The longest sequence that is kept; of longer ones the rest is passed over.
    static let longestSequence = 4096

    /// The token that this byte ends, if any.
    mutating func feed(_ byte: UInt8) -> Token? {
        switch state {
        case .ground: return feedGround(byte)
        case .escape: return feedEscape(byte)
        case .control: return feedControl(byte)
        case .string(let kind): return feedString(byte, kind)
        case .stringEscape(let kind):
            if byte == UInt8(ascii: "\\") { return end(.string(kind, body)) }
            begin(.escape)
            return feedEscape(byte)
        }
    }

    private mutating func begin(_ state: State) {
        self.state = state
        body.removeAll(keepingCapacity: true)
    }

    private mutating func end(_ token: Token) -> Token {
        begin(.ground)
        return token
    }

    private mutating func keep(_ byte: UInt8) {
        if body.count < Self.longestSequence { body.append(byte) }
    }

    private mutating func feedGround(_ byte: UInt8) -> Token? {
        guard byte == 0x1B else { return .typed([byte]) }
        begin(.escape)
        return nil
    }

    private mutating func feedEscape(_ byte: UInt8) -> Token? {
        switch byte {
        case UInt8(ascii: "["): begin(.control)
        case UInt8(ascii: "P"): begin(.string(.device))
        case UInt8(ascii: "_"): begin(.string(.application))
        case UInt8(ascii: "]"): begin(.string(.command))
        case UInt8(ascii: "^"), UInt8(ascii: "X"): begin(.string(.other))
        case 0x1B: return .typed([0x1B])
        default: return end(.typed([0x1B, byte]))
        }
        return nil
    }

    private mutating func feedControl(_ byte: UInt8) -> Token? {
        switch byte {
        case 0x1B:
            begin(.escape)
            return nil
        case 0x20...0x3F:
            keep(byte)
            return nil
        case 0x40...0x7E:
            keep(byte)
            return end(.control(body))
        default:
            return end(.typed([byte]))
        }
    }

    private mutating func feedString(_ byte: UInt8, _ kind: StringKind) -> Token? {
        switch byte {
        case 0x1B: state = .stringEscape(kind)
        case 0x07 where kind == .command: return end(.string(kind, body))
        case 0x18, 0x1A: begin(.ground)
        default: keep(byte)
        }
        return nil
    }
}
