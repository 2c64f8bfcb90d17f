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
        return pairs.withUnsafeBufferPointer { pairs in
            var target = UnsafeMutableRawPointer(output)
            var at = 0
            while at + 3 <= bytes.count {
                let group = UInt32(input[at]) << 16 | UInt32(input[at + 1]) << 8 | UInt32(input[at + 2])
                target.storeBytes(of: pairs[Int(group >> 12)], as: UInt16.self)
                target.storeBytes(of: pairs[Int(group & 0xFFF)], toByteOffset: 2, as: UInt16.self)
                target += 4
                at += 3
            }
            let rest = bytes.count - at
            if rest > 0 {
                let group = UInt32(input[at]) << 16 | (rest == 2 ? UInt32(input[at + 1]) << 8 : 0)
                target.storeBytes(of: pairs[Int(group >> 12)], as: UInt16.self)
                let third = rest == 2 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "=")
                target.storeBytes(of: third, toByteOffset: 2, as: UInt8.self)
                target.storeBytes(of: UInt8(ascii: "="), toByteOffset: 3, as: UInt8.self)
            }
            return encodedCount(of: bytes.count)
        }
    }

    /// The characters of some bytes.
    package static func text(of bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: encodedCount(of: bytes.count)) { output in
            guard let target = output.baseAddress else { return 0 }
            return bytes.withUnsafeBufferPointer { encode($0, to: target) }
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The two characters of every 12-bit number, in memory order.
    private static let pairs: [UInt16] = (0..<4096).map { number in
        UInt16(littleEndian: UInt16(alphabet[number & 63]) << 8 | UInt16(alphabet[number >> 6]))
    }
}
