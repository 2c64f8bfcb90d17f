/// A file format of pictures, known by its first bytes.
package protocol ImageCodec: Sendable {
    /// The name that messages use, such as `PNG`.
    static var name: String { get }

    /// Whether a file that begins with these bytes is for this codec.
    static func recognizes(_ prefix: [UInt8]) -> Bool

    /// The picture that a whole file holds.
    ///
    /// Throws: ``ImageError`` for anything but a complete picture of at most ``ImageError/pixelLimit`` pixels.
    static func decode(_ bytes: [UInt8]) throws(ImageError) -> Image
}
