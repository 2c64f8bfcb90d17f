import Imaging

/// Sixel graphics: exact for pictures of as many colors as the terminal has registers, else quantized and dithered.
///
/// The height is padded to whole bands of six rows and every pixel is painted, since terminals disagree on what the rest looks like.
/// Source: DEC STD 070, "Video Systems Reference Manual", chapter 9 (sixel device control string, raster attributes, color introducer).
package enum SixelEncoder: GraphicsEncoder {
    package static let name = "sixel"
    package static let heightMultiple = 6

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        let source = PackedPixels(image, over: placement.background)
        guard !source.pixels.isEmpty else { return [] }
        let width = source.widthInPixels
        let height = (source.heightInPixels + heightMultiple - 1) / heightMultiple * heightMultiple
        var indexed = indexed(source, colorLimit: placement.colorRegisterCount)
        indexed.pad(to: height * width, color: PackedPixels.pack(placement.background), colorLimit: placement.colorRegisterCount)
        var output = ByteBuffer(capacity: source.pixels.count / 2 + 8192)
        writeHeader(heightInPixels: height, widthInPixels: width, indexed.palette, to: &output)
        var writer = SixelBandWriter(widthInPixels: width, colorCount: indexed.palette.count)
        indexed.indices.withUnsafeBufferPointer { indices in
            for top in stride(from: 0, to: height, by: heightMultiple) {
                let band = indices[top * width..<(top + heightMultiple) * width]
                writer.write(UnsafeBufferPointer(rebasing: band), to: &output)
            }
        }
        output.append("\u{1B}\\")
        return output.bytes
    }

    private static func indexed(_ source: PackedPixels, colorLimit: Int) -> IndexedPixels {
        if let exact = IndexedPixels(exactly: source.pixels, colorLimit: colorLimit) { return exact }
        // The dithering has to make up for the colors as the terminal will show them.
        let palette = ColorQuantizer(source.pixels).palette(colorCount: colorLimit).map(shownColor)
        var diffusion = ErrorDiffusion(palette: palette)
        return IndexedPixels(indices: diffusion.indices(of: source), palette: palette)
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

    private static func writeHeader(heightInPixels: Int, widthInPixels: Int, _ palette: [UInt32], to output: inout ByteBuffer) {
        output.append("\u{1B}P0;1;0q\"1;1;\(widthInPixels);\(heightInPixels)")
        for (register, color) in palette.enumerated() {
            output.reserve(longestColor)
            output.write(UInt8(ascii: "#"))
            output.write(decimal: register)
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
