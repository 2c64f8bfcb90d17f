/// Text that arrives between the marks of a bracketed paste: `ESC [ 200 ~` before it, `ESC [ 201 ~` after it.
///
/// Source: xterm control sequences, "Bracketed Paste Mode".
package struct PastedText {
    private static let end: [UInt8] = Array("\u{1B}[201~".utf8)
    /// A paste beyond this is cut off: nobody types a megabyte.
    package static let limitInBytes = 1 << 20

    private var bytes: [UInt8] = []
    private var matched = 0

    package init() {}

    /// Takes the next byte; true when it completed the closing mark.
    package mutating func append(_ byte: UInt8) -> Bool {
        if byte == Self.end[matched] {
            matched += 1
            return matched == Self.end.count
        }
        keep(Self.end[..<matched])
        matched = 0
        if byte == Self.end[0] {
            matched = 1
        } else {
            keep([byte])
        }
        return false
    }

    /// The text as a statement: line feeds only, no control characters but tab, no blank lines at its end.
    package var text: String {
        var kept = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r": kept.append("\n")
            case "\n": if previous != "\r" { kept.append("\n") }
            case "\t": kept.append("\t")
            default: if scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) { kept.append(scalar) }
            }
            previous = scalar
        }
        while let last = kept.last, last == "\n" { kept.removeLast() }
        return String(kept)
    }

    private mutating func keep(_ more: some Collection<UInt8>) {
        if bytes.count + more.count <= Self.limitInBytes { bytes.append(contentsOf: more) }
    }
}
