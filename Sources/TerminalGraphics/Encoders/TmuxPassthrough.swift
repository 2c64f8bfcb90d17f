/// Hands control sequences through tmux to the terminal outside, each wrapped by itself with its escapes doubled.
///
/// tmux needs `allow-passthrough on`, drops wrapped sequences over a mebibyte, and leaves the cursor of the terminal outside where its
/// last drawing left it.
/// Source: tmux(1), "allow-passthrough"; tmux, input.c, INPUT_BUF_DEFAULT_SIZE's limit of 1,048,576 bytes.
enum TmuxPassthrough {
    /// The longest wrapped sequence.
    static let longestSequence = 1_048_576

    /// Every sequence of `bytes` (control strings that end in ST) wrapped; nil if one of them becomes too long.
    static func wrap(_ bytes: [UInt8]) -> [UInt8]? {
        var wrapped: [UInt8] = []
        wrapped.reserveCapacity(bytes.count + bytes.count / 64 + 64)
        var begin = 0
        var at = 0
        while at < bytes.count {
            let isEnd = bytes[at] == 0x1B && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\\")
            at += isEnd ? 2 : 1
            guard isEnd || at == bytes.count else { continue }
            let start = wrapped.count
            wrapped.append(contentsOf: "\u{1B}Ptmux;".utf8)
            for byte in bytes[begin..<at] {
                if byte == 0x1B { wrapped.append(byte) }
                wrapped.append(byte)
            }
            wrapped.append(contentsOf: "\u{1B}\\".utf8)
            guard wrapped.count - start <= longestSequence else { return nil }
            begin = at
        }
        return wrapped
    }
}
