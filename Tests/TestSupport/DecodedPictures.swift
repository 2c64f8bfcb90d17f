import Imaging

/// What a strict decoder found in terminal output.
package struct DecodedPictures: Sendable {
    /// In the order in which they came.
    package var images: [Image] = []
    /// What breaks the protocol, a sentence each; a good encoder leaves this empty.
    package var violations: [String] = []

    package init() {}

    /// Every picture of every protocol: kitty's, sixel, iTerm2's, then those of text.
    package static func all(in bytes: [UInt8]) -> DecodedPictures {
        let stream = TerminalStream(bytes)
        var all = DecodedPictures()
        all.violations = stream.violations
        for decode in [KittyDecoder.decode, SixelDecoder.decode, ITerm2Decoder.decode, BlocksDecoder.decode] {
            let found = decode(stream)
            all.images += found.images
            all.violations += found.violations
        }
        return all
    }
}

/// Decimal digits only, at most nine of them.
func strictNumber(_ text: some StringProtocol) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
}

/// The bytes of standard base64 with padding at the very end; nil for anything else.
func strictBase64(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    let padding = text.suffix(2).filter { $0 == UInt8(ascii: "=") }.count
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    for (at, character) in text.enumerated() {
        let isPadding = at >= text.count - padding
        guard let value = isPadding ? (character == UInt8(ascii: "=") ? 0 : nil) : base64Value(character) else { return nil }
        group = group << 6 | value
        if at % 4 == 3 {
            bytes += [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
            group = 0
        }
    }
    return Array(bytes.dropLast(padding))
}

private func base64Value(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - 97 + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - 48 + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
}
