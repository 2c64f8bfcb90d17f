/// Separates what a terminal would show as text from the control sequences between it, however the bytes are cut.
struct TerminalStreamSplitter {
    enum Piece: Equatable {
        case text(UInt8)
        /// A whole sequence, from its ESC to its end.
        case sequence([UInt8])
    }

    private enum State { case text, escape, control, string, stringEscape }

    private var state = State.text
    private var sequence: [UInt8] = []

    mutating func feed(_ byte: UInt8) -> Piece? {
        if state == .text && byte != 0x1B { return .text(byte) }
        sequence.append(byte)
        switch state {
        case .text: state = .escape
        case .escape:
            switch byte {
            case UInt8(ascii: "["): state = .control
            case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"): state = .string
            case 0x20...0x2F: break
            default: return finish()
            }
        case .control: if (0x40...0x7E).contains(byte) { return finish() }
        case .string:
            if byte == 0x07 { return finish() }
            if byte == 0x1B { state = .stringEscape }
        case .stringEscape:
            if byte == UInt8(ascii: "\\") { return finish() }
            state = .string
        }
        return nil
    }

    private mutating func finish() -> Piece {
        defer {
            state = .text
            sequence = []
        }
        return .sequence(sequence)
    }
}
