import CImageCodecs

/// The zlib stream format.
///
/// Source: RFC 1950.
enum Deflate {
    /// Nil if it does not get shorter. `level` is zlib's, `1...9`.
    static func compressed(_ bytes: [UInt8], level: Int) -> [UInt8]? {
        let capacity = cimagecodecs_deflate_bound(bytes.count)
        let compressed = [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            count = bytes.withUnsafeBufferPointer { input in
                guard let input = input.baseAddress, let start = output.baseAddress else { return 0 }
                return cimagecodecs_deflate(input, bytes.count, start, capacity, Int32(clamping: level), CIMAGECODECS_ZLIB)
            }
        }
        return !compressed.isEmpty && compressed.count < bytes.count ? compressed : nil
    }
}
