import Imaging

/// Eight dots a cell, all of one color: line drawings come out fine, in whatever font.
///
/// In a drawing, dots stand where it differs from its ground; in other pictures where an ordered pattern of thresholds is passed.
/// Source: The Unicode Standard, chart 2800 (Braille Patterns).
package enum BrailleEncoder: GraphicsEncoder {
    package static let name = "braille"
    package static let oversampling = 2
    package static let isText = true

    package static func pixelsPerCell(of cell: CellSize) -> CellSize {
        CellSize(heightInPixels: rows, widthInPixels: columns, origin: cell.origin)
    }

    private static let (rows, columns) = (4, 2)
    /// The bit of each dot, row by row.
    private static let dots: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    /// Thresholds that leave no pattern of their own: B. E. Bayer, "An optimum method for two-level rendition" (1973).
    private static let thresholds = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]
    /// The share of pixels of one color from which on a picture is a drawing on a ground, as a divisor.
    private static let groundDivisor = 2
    /// How far a sample of a dot is from the ground's at least.
    private static let leastContrast = 40

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        let source = PackedPixels(image, over: placement.background)
        guard !source.pixels.isEmpty else { return [] }
        let ground = ground(of: source)
        let isOnDark = ColorDepth.luminance(ground ?? PackedPixels.pack(placement.background)) < 128
        var output = ByteBuffer(capacity: source.pixels.count * 4)
        for top in stride(from: 0, to: source.heightInPixels, by: rows) {
            if top > 0 { output.append("\r\n") }
            var shown: UInt32?
            for left in stride(from: 0, to: source.widthInPixels, by: columns) {
                let cell = cell(source, top, left, ground, isOnDark)
                output.reserve(ByteBuffer.longestColor)
                if cell.bits != 0 {
                    let color = placement.colorDepth.nearest(to: cell.color)
                    if color != shown { output.writeColor(color, isForeground: true, placement.colorDepth) }
                    shown = color
                }
                output.append(Unicode.Scalar(0x2800 + cell.bits) ?? " ")
            }
            if shown != nil, placement.colorDepth != .none { output.append("\u{1B}[0m") }
        }
        return output.bytes
    }

    /// The color that half of the pixels have; nil for none.
    private static func ground(of source: PackedPixels) -> UInt32? {
        var counts: [UInt32: Int] = [:]
        for color in source.pixels { counts[color, default: 0] += 1 }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
            .flatMap { $0.value * groundDivisor >= source.pixels.count ? $0.key : nil }
    }

    /// The dots of a cell and the color of the one that stands out most.
    private static func cell(
        _ source: PackedPixels, _ top: Int, _ left: Int, _ ground: UInt32?, _ isOnDark: Bool
    ) -> (bits: UInt32, color: UInt32) {
        var cell = (bits: UInt32(0), color: UInt32(0))
        var strongest = -1
        for row in top..<min(top + rows, source.heightInPixels) {
            for column in left..<min(left + columns, source.widthInPixels) {
                let color = source.pixels[row * source.widthInPixels + column]
                let contrast: Int
                if let ground {
                    contrast = difference(color, ground)
                    guard contrast >= leastContrast else { continue }
                } else {
                    contrast = isOnDark ? ColorDepth.luminance(color) : 255 - ColorDepth.luminance(color)
                    guard contrast > thresholds[row % 4 * 4 + column % 4] * 16 + 8 else { continue }
                }
                cell.bits |= dots[(row - top) * columns + column - left]
                if contrast > strongest { (strongest, cell.color) = (contrast, color) }
            }
        }
        return cell
    }

    /// The largest of the samples' differences.
    private static func difference(_ a: UInt32, _ b: UInt32) -> Int {
        [16, 8, 0].map { abs(Int(a >> $0 & 0xFF) - Int(b >> $0 & 0xFF)) }.max() ?? 0
    }
}
