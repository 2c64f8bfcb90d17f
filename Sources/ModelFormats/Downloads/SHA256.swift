import CSodium

/// Checksums as publishers of weights state them.
///
/// Source: FIPS 180-4, SHA-256.
package enum SHA256 {
    /// The checksum as 64 lower-case hexadecimal digits.
    package static func hexDigest(of bytes: UnsafeRawBufferPointer) -> String {
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        let empty: [UInt8] = [0]
        empty.withUnsafeBufferPointer { start in
            let bytes = bytes.bindMemory(to: UInt8.self)
            // Fails for no input.
            _ = crypto_hash_sha256(&digest, bytes.baseAddress ?? start.baseAddress, UInt64(bytes.count))
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Whether a checksum is the expected one, of which at least 8 digits must be known.
    package static func agrees(_ digest: String, with expected: String) -> Bool {
        expected.utf8.count >= 8 && digest.hasPrefix(expected.lowercased())
    }
}
