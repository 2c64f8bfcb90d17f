extension PNGCodec {
    /// A PNG file as small as it gets in a moment: photographs with filtered rows, drawings without.
    package static func encodeCompactly(_ image: Image) throws(ImageError) -> [UInt8] {
        let drawn = try encode(image, compressionLevel: 9)
        let photographed = try encode(image, compressionLevel: 9, isPhotograph: true)
        return photographed.count < drawn.count ? photographed : drawn
    }
}
