import Imaging

/// Several pixels a cell in two colors: the character whose shape comes nearest to them, its color and the one behind it.
struct CellArt: Sendable {
    /// Pixels a cell.
    let rows: Int
    let columns: Int
    /// The character by the pixels that it paints: bit 0 is the first one of the first row.
    let character: @Sendable (Int) -> Unicode.Scalar

    static let halves = CellArt(rows: 2, columns: 1) { [" ", "▀", "▄", "█"][$0 & 3] }
    static let quadrants = CellArt(rows: 2, columns: 2) {
        [" ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█"][$0 & 15]
    }
    /// Source: The Unicode Standard, chart 1FB00 (Symbols for Legacy Computing): those that other blocks have are left out.
    static let sextants = CellArt(rows: 3, columns: 2) { bits in
        let (left, right, all) = (0b010101, 0b101010, 0b111111)
        switch bits {
        case 0: return " "
        case left: return "▌"
        case right: return "▐"
        case all...: return "█"
        default: return Unicode.Scalar(UInt32(0x1FB00 + bits - 1 - (bits > left ? 1 : 0) - (bits > right ? 1 : 0))) ?? " "
        }
    }

    /// Lines of cells ended by CR LF, which leave the colors reset; what the last cells lack gets the background's color.
    func encode(_ source: PackedPixels, _ placement: Placement) -> [UInt8] {
        let background = PackedPixels.pack(placement.background)
        let depth = placement.colorDepth
        var output = ByteBuffer(capacity: source.pixels.count * 8)
        var pixels = [UInt32](repeating: 0, count: rows * columns)
        for top in stride(from: 0, to: source.heightInPixels, by: rows) {
            if top > 0 { output.append("\r\n") }
            var shown: (foreground: UInt32?, background: UInt32?)
            for left in stride(from: 0, to: source.widthInPixels, by: columns) {
                for at in pixels.indices {
                    let (row, column) = (top + at / columns, left + at % columns)
                    let isInside = row < source.heightInPixels && column < source.widthInPixels
                    pixels[at] = isInside ? source.pixels[row * source.widthInPixels + column] : background
                }
                let cell = depth == .none ? outlined(pixels, background) : painted(pixels, depth)
                write(cell, depth, &shown, to: &output)
            }
            if depth != .none { output.append("\u{1B}[0m") }
        }
        return output.bytes
    }

    private struct Cell {
        let bits: Int
        let foreground: UInt32
        let background: UInt32
    }

    private func write(
        _ cell: Cell, _ depth: ColorDepth, _ shown: inout (foreground: UInt32?, background: UInt32?), to output: inout ByteBuffer
    ) {
        output.reserve(2 * ByteBuffer.longestColor)
        if cell.background != shown.background {
            output.writeColor(cell.background, isForeground: false, depth)
            shown.background = cell.background
        }
        if cell.bits != 0, cell.foreground != shown.foreground {
            output.writeColor(cell.foreground, isForeground: true, depth)
            shown.foreground = cell.foreground
        }
        output.append(character(cell.bits))
    }

    /// The split into two groups with the smallest squared distances from their means.
    private func painted(_ pixels: [UInt32], _ depth: ColorDepth) -> Cell {
        var best = (concentration: -1, bits: 0)
        let total = Sum(pixels)
        for bits in 0..<1 << (pixels.count - 1) {
            let group = Sum(pixels, where: bits)
            let concentration = group.concentration + (total - group).concentration
            if concentration > best.concentration { best = (concentration, bits) }
        }
        let group = Sum(pixels, where: best.bits)
        let foreground = depth.nearest(to: group.mean)
        let background = depth.nearest(to: (total - group).mean)
        return foreground == background
            ? Cell(bits: 0, foreground: background, background: background)
            : Cell(bits: best.bits, foreground: foreground, background: background)
    }

    /// Without colors: what is on the other side of middle gray than the background.
    private func outlined(_ pixels: [UInt32], _ background: UInt32) -> Cell {
        let isOnDark = ColorDepth.luminance(background) < 128
        let bits = pixels.indices.reduce(0) { (ColorDepth.luminance(pixels[$1]) >= 128) == isOnDark ? $0 | 1 << $1 : $0 }
        return Cell(bits: bits, foreground: 1, background: 0)
    }

    /// Colors added up.
    private struct Sum {
        var count = 0
        var red = 0
        var green = 0
        var blue = 0

        init(_ pixels: [UInt32], where bits: Int = ~0) {
            for at in pixels.indices where bits >> at & 1 == 1 {
                count += 1
                red += Int(pixels[at] >> 16 & 0xFF)
                green += Int(pixels[at] >> 8 & 0xFF)
                blue += Int(pixels[at] & 0xFF)
            }
        }

        static func - (a: Sum, b: Sum) -> Sum {
            var difference = a
            difference.count -= b.count
            difference.red -= b.red
            difference.green -= b.green
            difference.blue -= b.blue
            return difference
        }

        /// The larger its total over groups, the smaller the distances within them.
        var concentration: Int { count == 0 ? 0 : (red * red + green * green + blue * blue) * 60 / count }

        var mean: UInt32 {
            guard count > 0 else { return 0 }
            func sample(_ sum: Int) -> UInt32 { UInt32((sum + count / 2) / count) }
            return sample(red) << 16 | sample(green) << 8 | sample(blue)
        }
    }
}
