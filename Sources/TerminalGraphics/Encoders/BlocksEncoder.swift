import Imaging

/// Two pixels a cell: the upper half block U+2580 in the upper pixel's color over the lower one's, 24 bits each.
///
/// Works wherever 24-bit colors do; the lines are ended by CR LF and leave the colors reset.
/// Source: ECMA-48, 8.3.117 (SGR); ITU-T T.416, 13.1.8 (direct colors).
package enum BlocksEncoder: GraphicsEncoder {
    package static let name = "blocks"

    /// Text and axes need more room than there are half blocks in a window.
    package static let oversampling = 4

    package static func pixelsPerCell(of cell: CellSize) -> CellSize {
        CellSize(heightInPixels: 2, widthInPixels: 1, origin: cell.origin)
    }

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        let source = PackedPixels(image, over: placement.background)
        guard !source.pixels.isEmpty else { return [] }
        var output = ByteBuffer(capacity: source.pixels.count * 12)
        source.pixels.withUnsafeBufferPointer { pixels in
            for top in stride(from: 0, to: source.heightInPixels, by: 2) {
                if top > 0 { output.append("\r\n") }
                let upper = UnsafeBufferPointer(rebasing: pixels[top * source.widthInPixels..<(top + 1) * source.widthInPixels])
                if top + 1 < source.heightInPixels {
                    let lower = pixels[(top + 1) * source.widthInPixels..<(top + 2) * source.widthInPixels]
                    write(upper, UnsafeBufferPointer(rebasing: lower), to: &output)
                } else {
                    write(upper, nil, to: &output)
                }
            }
        }
        return output.bytes
    }

    /// One line of cells; without lower pixels the terminal's own background is left in the lower halves.
    private static func write(_ upper: UnsafeBufferPointer<UInt32>, _ lower: UnsafeBufferPointer<UInt32>?, to output: inout ByteBuffer) {
        var foreground: UInt32?
        var background: UInt32?
        for column in 0..<upper.count {
            output.reserve(longestCell)
            let top = upper[column]
            let bottom = lower.map { $0[column] }
            if let bottom, bottom != background {
                writeColor(bottom, layer: 52, to: &output)
                background = bottom
            }
            if top == bottom {
                output.write(UInt8(ascii: " "))
                continue
            }
            if top != foreground {
                writeColor(top, layer: 51, to: &output)
                foreground = top
            }
            output.write(0xE2)
            output.write(0x96)
            output.write(0x80)
        }
        output.append("\u{1B}[0m")
    }

    /// Two colors and a character.
    private static let longestCell = 2 * 19 + 3

    /// Writes `ESC [ 38 ; 2 ; R ; G ; B m`, or 48 for `layer` 52 instead of 51 (the first digit's code).
    private static func writeColor(_ color: UInt32, layer: UInt8, to output: inout ByteBuffer) {
        output.write(0x1B)
        output.write(UInt8(ascii: "["))
        output.write(layer)
        output.write(UInt8(ascii: "8"))
        output.write(UInt8(ascii: ";"))
        output.write(UInt8(ascii: "2"))
        for shift: UInt32 in [16, 8, 0] {
            output.write(UInt8(ascii: ";"))
            output.write(decimal: Int(color >> shift & 0xFF))
        }
        output.write(UInt8(ascii: "m"))
    }
}
