import CImageCodecs

/// Base64 with the standard alphabet and padding.
///
/// Source: RFC 4648, section 4.
package enum Base64 {
    /// How many characters `byteCount` bytes give.
    package static func encodedCount(of byteCount: Int) -> Int {
        (byteCount + 2) / 3 * 4
    }

    /// Writes `encodedCount(of: bytes.count)` characters to `output`; returns how many.
    package static func encode(_ bytes: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Int {
        guard let input = bytes.baseAddress else { return 0 }
        return cimagecodecs_base64(input, bytes.count, output)
    }

    /// The characters of some bytes.
    package static func text(of bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: encodedCount(of: bytes.count)) { output in
            guard let target = output.baseAddress else { return 0 }
            return bytes.withUnsafeBufferPointer { encode($0, to: target) }
        }
    }
}
