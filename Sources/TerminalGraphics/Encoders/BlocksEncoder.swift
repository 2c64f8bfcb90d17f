import Imaging

/// Two pixels a cell: the upper half block U+2580 in the upper pixel's color over the lower one's.
///
/// Works wherever colors do; the lines are ended by CR LF and leave the colors reset.
package enum BlocksEncoder: GraphicsEncoder {
    package static let name = "blocks"

    /// Text and axes need more room than there are half blocks in a window.
    package static let oversampling = 4
    package static let isText = true

    package static func pixelsPerCell(of cell: CellSize) -> CellSize {
        CellSize(heightInPixels: 2, widthInPixels: 1, origin: cell.origin)
    }

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        let source = PackedPixels(image, over: placement.background)
        guard !source.pixels.isEmpty else { return [] }
        guard placement.colorDepth != .none else { return CellArt.halves.encode(source, placement) }
        var output = ByteBuffer(capacity: source.pixels.count * 12)
        let width = source.widthInPixels
        let colors = source.pixels.map { placement.colorDepth.nearest(to: $0) }
        colors.withUnsafeBufferPointer { pixels in
            for top in stride(from: 0, to: source.heightInPixels, by: 2) {
                if top > 0 { output.append("\r\n") }
                let upper = UnsafeBufferPointer(rebasing: pixels[top * width..<(top + 1) * width])
                let isLast = top + 1 >= source.heightInPixels
                let lower = isLast ? nil : UnsafeBufferPointer(rebasing: pixels[(top + 1) * width..<(top + 2) * width])
                write(upper, lower, placement.colorDepth, to: &output)
            }
        }
        return output.bytes
    }

    /// One line of cells; without lower pixels the terminal's own background is left in the lower halves.
    private static func write(
        _ upper: UnsafeBufferPointer<UInt32>, _ lower: UnsafeBufferPointer<UInt32>?, _ depth: ColorDepth, to output: inout ByteBuffer
    ) {
        var foreground: UInt32?
        var background: UInt32?
        for column in 0..<upper.count {
            output.reserve(longestCell)
            let top = upper[column]
            let bottom = lower.map { $0[column] }
            if let bottom, bottom != background {
                output.writeColor(bottom, isForeground: false, depth)
                background = bottom
            }
            if top == bottom {
                output.write(UInt8(ascii: " "))
                continue
            }
            if top != foreground {
                output.writeColor(top, isForeground: true, depth)
                foreground = top
            }
            output.write(0xE2)
            output.write(0x96)
            output.write(0x80)
        }
        output.append("\u{1B}[0m")
    }

    /// Two colors and a character.
    private static let longestCell = 2 * ByteBuffer.longestColor + 3
}
