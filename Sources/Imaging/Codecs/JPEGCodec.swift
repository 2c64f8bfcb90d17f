import CImageCodecs

/// JPEG, baseline and progressive, gray and color, through libjpeg-turbo; turned upright as the Exif orientation says.
///
/// Source: ITU-T T.81; Exif 2.32, tag 0x0112.
package enum JPEGCodec: ImageCodec {
    package static let name = "JPEG"

    package static func recognizes(_ prefix: [UInt8]) -> Bool { prefix.starts(with: [0xFF, 0xD8, 0xFF]) }

    package static func decode(_ bytes: [UInt8]) throws(ImageError) -> Image {
        let (image, exif) = try PictureReader(
            codec: name, open: cimagecodecs_jpeg_open, read: cimagecodecs_jpeg_read, close: cimagecodecs_jpeg_close
        ).image(from: bytes)
        return ExifOrientation(exif: exif).upright(image)
    }
}
