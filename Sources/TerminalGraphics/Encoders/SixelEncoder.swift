import CTerminalGraphics
import Dispatch
import Imaging

/// Sixel graphics: exact for pictures of as many colors as the terminal has registers, else quantized and dithered.
///
/// The height is padded to whole bands of six rows and every pixel is painted, since terminals disagree on what the rest looks like.
/// Source: DEC STD 070, "Video Systems Reference Manual", chapter 9 (sixel device control string, raster attributes, color introducer).
package enum SixelEncoder: GraphicsEncoder {
    package static let name = "sixel"
    package static let heightMultiple = 6

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        encode(image, placement, isDithered: true)
    }

    /// - Parameter isDithered: Whether pictures of too many colors get the error of each pixel passed on to its neighbors, which shows
    ///   gradients without bands; without it every pixel by itself is nearer to what it was.
    package static func encode(_ image: Image, _ placement: Placement, isDithered: Bool) -> [UInt8] {
        guard image.heightInPixels > 0, image.widthInPixels > 0 else { return [] }
        let source = image.convertedToRGB(over: placement.background)
        guard let drawn = drawn(source, colorLimit: placement.colorRegisterCount, isDithered: isDithered) else { return [] }
        let height = (image.heightInPixels + heightMultiple - 1) / heightMultiple * heightMultiple
        let background = PackedPixels.pack(placement.background)
        let picture = drawn.padded(toHeight: height, color: background, colorLimit: placement.colorRegisterCount)
        let registers = registers(of: picture)
        var output = ByteBuffer(capacity: 8192)
        writeHeader(picture, registers, to: &output)
        guard let strips = SixelStrips(picture, registers: registers) else { return [] }
        return strips.bytes(after: output.bytes, before: Array("\u{1B}\\".utf8))
    }

    private static func drawn(_ source: Image, colorLimit: Int, isDithered: Bool) -> PaletteImage? {
        if let exact = PaletteImage(exactly: source, colorLimit: colorLimit) { return exact }
        // The dithering has to make up for the colors as the terminal will show them.
        let palette = ColorQuantizer(source).palette(colorCount: colorLimit).map(shownColor)
        return PaletteImage(source, palette: palette, isDithered: isDithered)
    }

    /// The color register of each index: the commonest colors get the shortest numbers.
    private static func registers(of picture: PaletteImage) -> [UInt8] {
        var counts = [Int](repeating: 0, count: picture.palette.count)
        // A sample tells what is common; the step is prime, so that it runs through all columns.
        for at in stride(from: 0, to: picture.indices.count, by: 31) { counts[Int(picture.indices[at])] += 1 }
        var registers = [UInt8](repeating: 0, count: counts.count)
        let order = counts.indices.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
        for (register, index) in order.enumerated() { registers[index] = UInt8(truncatingIfNeeded: register) }
        return registers
    }

    /// The sample in percent, rounded.
    static func percent(_ sample: UInt32) -> Int {
        (Int(sample) * 100 + 127) / 255
    }

    /// The color `0xRRGGBB` that is left of one after rounding to percent.
    static func shownColor(_ color: UInt32) -> UInt32 {
        func shown(_ sample: UInt32) -> UInt32 { UInt32((percent(sample) * 255 + 50) / 100) }
        return shown(color >> 16 & 0xFF) << 16 | shown(color >> 8 & 0xFF) << 8 | shown(color & 0xFF)
    }

    private static func writeHeader(_ picture: PaletteImage, _ registers: [UInt8], to output: inout ByteBuffer) {
        output.append("\u{1B}P0;1;0q\"1;1;\(picture.widthInPixels);\(picture.heightInPixels)")
        for (index, color) in picture.palette.enumerated() {
            output.reserve(longestColor)
            output.write(UInt8(ascii: "#"))
            output.write(decimal: Int(registers[index]))
            output.write(UInt8(ascii: ";"))
            output.write(UInt8(ascii: "2"))
            for shift: UInt32 in [16, 8, 0] {
                output.write(UInt8(ascii: ";"))
                output.write(decimal: percent(color >> shift & 0xFF))
            }
        }
    }

    /// `#255;2;100;100;100`.
    private static let longestColor = 20
}
