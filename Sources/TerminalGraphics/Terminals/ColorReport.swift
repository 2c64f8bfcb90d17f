import Imaging

/// A color as terminals report it: `rgb:RRRR/GGGG/BBBB` with one to four hexadecimal digits each, or `rgba:` with a fourth part.
///
/// Source: XParseColor(3), "RGB Device String Specification".
enum ColorReport {
    /// Nil for anything else.
    static func parse(_ text: some Collection<UInt8>) -> RGB? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let partCount: Int
        switch String(decoding: text[..<colon], as: UTF8.self) {
        case "rgb": partCount = 3
        case "rgba": partCount = 4
        default: return nil
        }
        let parts = text[text.index(after: colon)...].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == partCount, let red = sample(parts[0]), let green = sample(parts[1]), let blue = sample(parts[2]) else {
            return nil
        }
        return RGB(red, green, blue)
    }

    private static func sample(_ digits: some Collection<UInt8>) -> UInt8? {
        guard (1...4).contains(digits.count), digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let value = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { return nil }
        let largest = 1 << (4 * digits.count) - 1
        return UInt8((value * 255 + largest / 2) / largest)
    }
}
