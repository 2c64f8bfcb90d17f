import Imaging

/// iTerm2's inline images: a PNG in base64, its size given in cells so that the rows it takes are known.
///
/// Terminals that know the multipart form get it where one sequence would become long: some drop those over a mebibyte.
/// Source: "Inline Images Protocol", iTerm2's documentation: File, MultipartFile (iTerm2 3.5 and later), FilePart, FileEnd.
package enum ITerm2Encoder: GraphicsEncoder {
    package static let name = "iterm2"

    /// Bytes of the file in a part.
    private static let partByteCount = 3 << 16

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard image.heightInPixels > 0, image.widthInPixels > 0 else { return [] }
        let file = QuickPNG.encode(image.convertedToRGB(over: placement.background))
        var output = ByteBuffer(capacity: Base64.encodedCount(of: file.count) + (file.count / partByteCount + 1) * 24 + 192)
        let arguments =
            "inline=1;size=\(file.count);width=\(placement.widthInCells);height=\(placement.heightInCells);preserveAspectRatio=1"
        file.withUnsafeBufferPointer { file in
            guard placement.takesMultipart, file.count > partByteCount else {
                output.append("\u{1B}]1337;File=\(arguments):")
                output.append(base64: file)
                output.append("\u{1B}\\")
                return
            }
            output.append("\u{1B}]1337;MultipartFile=\(arguments)\u{1B}\\")
            for at in stride(from: 0, to: file.count, by: partByteCount) {
                output.append("\u{1B}]1337;FilePart=")
                output.append(base64: UnsafeBufferPointer(rebasing: file[at..<min(at + partByteCount, file.count)]))
                output.append("\u{1B}\\")
            }
            output.append("\u{1B}]1337;FileEnd\u{1B}\\")
        }
        return output.bytes
    }
}
