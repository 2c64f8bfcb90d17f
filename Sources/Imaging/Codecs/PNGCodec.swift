import CImageCodecs

/// Portable Network Graphics, through libpng: every color type and depth, interlaced or not; 16-bit samples come out as 8.
///
/// Source: W3C, Portable Network Graphics, third edition.
package enum PNGCodec: ImageCodec {
    package static let name = "PNG"

    package static func recognizes(_ prefix: [UInt8]) -> Bool {
        prefix.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    }

    package static func decode(_ bytes: [UInt8]) throws(ImageError) -> Image {
        try PictureReader(
            codec: name, open: cimagecodecs_png_open, read: cimagecodecs_png_read, close: cimagecodecs_png_close
        ).image(from: bytes).image
    }

    /// A PNG file of the picture.
    ///
    /// - Parameters:
    ///   - compressionLevel: zlib's, `0...9`; 1 is several times faster than 6 and little larger on figures.
    ///   - isPhotograph: whether rows are filtered first, which makes photographs smaller and drawings larger.
    package static func encode(_ image: Image, compressionLevel: Int = 1, isPhotograph: Bool = false) throws(ImageError) -> [UInt8] {
        guard image.heightInPixels > 0, image.widthInPixels > 0 else {
            throw .notEncodable(codec: name, reason: "the picture has no pixels")
        }
        guard let height = Int32(exactly: image.heightInPixels), let width = Int32(exactly: image.widthInPixels) else {
            throw .notEncodable(codec: name, reason: "the picture is too large")
        }
        var buffer = cimagecodecs_buffer()
        defer { cimagecodecs_buffer_release(&buffer) }
        let status = cimagecodecs_png_write(
            &buffer, image.samples, height, width, Int32(image.channelCount), Int32(min(max(compressionLevel, 0), 9)), isPhotograph ? 1 : 0)
        guard status == 0 else { throw .notEncodable(codec: name, reason: withUnsafeBytes(of: buffer.message) { String(cMessage: $0) }) }
        return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }
}
