/// Why bytes are no picture that can be shown.
package enum ImageError: Error, Equatable, CustomStringConvertible {
    /// No codec knows the first bytes; they are given.
    case unknownFormat(prefix: [UInt8])
    /// The library under the codec refused the bytes, in its own words.
    case malformed(codec: String, message: String)
    /// The header declares more pixels than are read.
    case tooLarge(codec: String, heightInPixels: Int, widthInPixels: Int)
    /// A kind of picture that is understood but not read, such as CMYK.
    case unsupported(codec: String, feature: String)
    /// An image that cannot be written, such as one without pixels.
    case notEncodable(codec: String, reason: String)

    /// The most pixels that a header may declare.
    package static let pixelLimit = 100_000_000
    /// The longest side that a header may declare; JPEG has no longer ones.
    package static let sideLimit = 65_535

    package var description: String {
        switch self {
        case .unknownFormat(let prefix) where prefix.isEmpty:
            return "expected a PNG or JPEG image, found an empty file"
        case .unknownFormat(let prefix):
            let hexadecimal = prefix.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
            return "expected a PNG or JPEG image, found a file that begins with the bytes \(hexadecimal)"
        case .malformed(let codec, let message):
            return "\(codec) cannot be read: \(message)"
        case .tooLarge(let codec, let height, let width):
            return
                "expected a \(codec) of at most \(Self.pixelLimit / 1_000_000) megapixels and \(Self.sideLimit) pixels a side, found \(height)x\(width) pixels"
        case .unsupported(let codec, let feature):
            return "\(codec) with \(feature) is not supported"
        case .notEncodable(let codec, let reason):
            return "\(codec) cannot be written: \(reason)"
        }
    }
}
