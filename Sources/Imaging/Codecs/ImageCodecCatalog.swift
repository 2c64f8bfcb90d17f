/// The codecs that a picture's file is offered to.
package enum ImageCodecCatalog {
    package static let all: [any ImageCodec.Type] = [
        JPEGCodec.self,
        PNGCodec.self,
    ]

    /// The picture in a file of any known format, upright.
    package static func decode(_ bytes: [UInt8]) throws(ImageError) -> Image {
        let prefix = Array(bytes.prefix(16))
        guard let codec = all.first(where: { $0.recognizes(prefix) }) else { throw .unknownFormat(prefix: prefix) }
        return try codec.decode(bytes)
    }

    /// Whether a file that begins with these bytes is a picture of a known format.
    package static func recognizes(_ prefix: [UInt8]) -> Bool { all.contains { $0.recognizes(prefix) } }
}
