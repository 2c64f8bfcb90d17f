import Imaging

/// A character a cell, the denser the more the pixel stands out from the background; the last resort, which passes through anything.
package enum ASCIIEncoder: GraphicsEncoder {
    package static let name = "ascii"
    package static let oversampling = 4
    package static let isText = true

    package static func pixelsPerCell(of cell: CellSize) -> CellSize {
        CellSize(heightInPixels: 2, widthInPixels: 1, origin: cell.origin)
    }

    /// From what leaves the background as it is to what covers most of it.
    private static let ramp = Array(" .:-=+*#%@".utf8)

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard let reduced = image.reduced(rowsTo: 1, of: 2, columnsTo: 1, of: 1) else { return [] }
        let source = PackedPixels(reduced, over: placement.background)
        let isOnDark = ColorDepth.luminance(PackedPixels.pack(placement.background)) < 128
        var output = ByteBuffer(capacity: source.pixels.count * 8)
        for row in 0..<source.heightInPixels {
            if row > 0 { output.append("\r\n") }
            var shown: UInt32?
            for column in 0..<source.widthInPixels {
                let pixel = source.pixels[row * source.widthInPixels + column]
                let luminance = isOnDark ? ColorDepth.luminance(pixel) : 255 - ColorDepth.luminance(pixel)
                let character = ramp[luminance * ramp.count / 256]
                output.reserve(ByteBuffer.longestColor + 1)
                let color = placement.colorDepth.nearest(to: pixel)
                if character != ramp[0], color != shown {
                    output.writeColor(color, isForeground: true, placement.colorDepth)
                    shown = color
                }
                output.write(character)
            }
            if shown != nil, placement.colorDepth != .none { output.append("\u{1B}[0m") }
        }
        return output.bytes
    }
}
