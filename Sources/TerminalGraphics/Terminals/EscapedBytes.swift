/// Control sequences as people read them.
package enum EscapedBytes {
    /// One line a sequence: ESC, BEL and the like by name, every other byte that is no printable ASCII as `\xNN`.
    package static func lines(_ bytes: [UInt8]) -> [String] {
        var lines: [String] = []
        var line = ""
        for (at, byte) in bytes.enumerated() {
            let isStringEnd = byte == 0x1B && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\\")
            if byte == 0x1B, !isStringEnd, !line.isEmpty {
                lines.append(line)
                line = ""
            }
            line += text(byte)
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func text(_ byte: UInt8) -> String {
        switch byte {
        case 0x1B: return "ESC "
        case 0x07: return "BEL"
        case 0x0A: return "LF"
        case 0x0D: return "CR"
        case 0x20..<0x7F: return String(Character(Unicode.Scalar(byte)))
        default: return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
    }
}
