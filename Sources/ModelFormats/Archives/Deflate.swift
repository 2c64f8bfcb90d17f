import CImageCodecs

/// The compression of zip members, through zlib.
///
/// Source: RFC 1951.
package enum Deflate {
    /// No deflated byte stands for more than 1,032 bytes.
    package static let maximumRatio = 1032

    /// Inflates a raw stream that holds exactly `byteCount` bytes.
    package static func inflate(_ compressed: FileRegion, byteCount: Int, name: String) throws(ModelFormatError) -> FileRegion {
        var written = 0
        var status: Int32 = 0
        let file = MappedFile(path: name, byteCount: byteCount) { destination in
            status = compressed.withBytes { source in
                cimagecodecs_inflate(
                    source.bindMemory(to: UInt8.self).baseAddress, source.count, destination.bindMemory(to: UInt8.self).baseAddress,
                    destination.count, CIMAGECODECS_RAW, &written)
            }
        }
        guard status == 0 else { throw .malformed(format: "deflate", reason: reason(status)) }
        guard written == byteCount else { throw .truncated(part: "inflated bytes", expectedByteCount: byteCount, foundByteCount: written) }
        return file.contents
    }

    /// CRC-32 as zip has it.
    package static func checksum(of region: FileRegion) -> UInt32 {
        region.withBytes { cimagecodecs_crc32(0, $0.bindMemory(to: UInt8.self).baseAddress, $0.count) }
    }

    private static func reason(_ status: Int32) -> String {
        switch status {
        case 2: "the stream ends early"
        case 3: "the stream holds more than it should"
        default: "the stream is damaged"
        }
    }
}
