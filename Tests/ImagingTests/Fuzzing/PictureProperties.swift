import Imaging

/// What holds of a picture's reader whatever bytes it gets: it refuses them in words, or every pixel is there.
enum PictureProperties {
    /// Which property the bytes violate; `nil` where all hold.
    static func violation(by bytes: [UInt8], as codec: any ImageCodec.Type) -> String? {
        do throws(ImageError) {
            let image = try codec.decode(bytes)
            guard image.heightInPixels > 0, image.widthInPixels > 0, [1, 3, 4].contains(image.channelCount) else {
                return "the size of \(image)"
            }
            let count = image.heightInPixels * image.widthInPixels * image.channelCount
            return image.samples.count == count ? nil : "\(image.samples.count) samples instead of \(count)"
        } catch {
            return error.description.isEmpty ? "an error without words" : nil
        }
    }
}
