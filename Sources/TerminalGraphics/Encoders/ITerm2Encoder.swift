import Imaging

/// iTerm2's inline images: a PNG in base64, its size given in cells so that the rows it takes are known.
///
/// Source: "Inline Images Protocol", iTerm2's documentation.
package enum ITerm2Encoder: GraphicsEncoder {
    package static let name = "iterm2"

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard image.heightInPixels > 0, image.widthInPixels > 0,
            let file = try? PNGCodec.encode(image.convertedToRGB(over: placement.background), compressionLevel: 1)
        else { return [] }
        var output = ByteBuffer(capacity: Base64.encodedCount(of: file.count) + 128)
        output.append("\u{1B}]1337;File=inline=1;size=\(file.count)")
        output.append(";width=\(placement.widthInCells);height=\(placement.heightInCells);preserveAspectRatio=1:")
        file.withUnsafeBufferPointer { output.append(base64: $0) }
        output.append("\u{1B}\\")
        return output.bytes
    }
}
