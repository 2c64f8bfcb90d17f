import CTerminalGraphics
import Imaging

/// Chooses a palette for pictures of many colors: boxes of the color cube, cut where it lowers the variance most, then moved to where
/// the colors nearest to them are.
///
/// Source: X. Wu, "Efficient statistical computations for optimal color quantization", Graphics Gems II (1991), pages 126-133.
/// Complexity: O(pixels + 33³ + colors · 32 + cells in use · colors).
struct ColorQuantizer {
    /// Cumulative sums over the cells `[0...red, 0...green, 0...blue]`, 32 cells an axis.
    private var moments: [Moment]

    private static let side = 33

    /// The cells' own sums.
    private var cells: [cterminalgraphics_cell]

    /// Pixels that are looked at: of larger pictures only some of each row.
    private static let sampleCount = 400_000
    /// How often the colors are moved to the middle of what is nearest to them.
    private static let refinementCount = 8

    /// Counts the pixels of an image of three channels.
    init(_ image: Image) {
        var cells = [cterminalgraphics_cell](repeating: cterminalgraphics_cell(), count: Int(CTERMINALGRAPHICS_CELLS))
        let (height, width) = (image.heightInPixels, image.widthInPixels)
        let step = height * width / Self.sampleCount + 1
        cterminalgraphics_count_colors(image.samples, Int32(height), Int32(width), Int32(step), &cells)
        var moments = [Moment](repeating: .zero, count: Self.side * Self.side * Self.side)
        moments.withUnsafeMutableBufferPointer { moments in
            for (number, cell) in cells.enumerated() where cell.count > 0 {
                moments[ColorBox.offset((number >> 10) + 1, (number >> 5 & 31) + 1, (number & 31) + 1)] = Moment(cell)
            }
            Self.accumulate(moments)
        }
        self.moments = moments
        self.cells = cells
    }

    /// At most `colorCount` colors `0xRRGGBB`; fewer if the picture has fewer.
    func palette(colorCount: Int) -> [UInt32] {
        moments.withUnsafeBufferPointer { moments in
            var boxes = [ColorBox(moments)]
            while boxes.count < colorCount {
                guard let worst = boxes.indices.max(by: { boxes[$0].variance < boxes[$1].variance }), boxes[worst].variance > 0 else {
                    break
                }
                if let (first, second) = boxes[worst].cut(moments) {
                    boxes[worst] = first
                    boxes.append(second)
                } else {
                    boxes[worst].variance = 0
                }
            }
            var palette = boxes.map { $0.sum.meanColor }
            cterminalgraphics_refine_palette(cells, &palette, Int32(palette.count), Int32(Self.refinementCount))
            return palette
        }
    }

    /// Turns the cells' own sums into cumulative ones, an axis at a time.
    private static func accumulate(_ moments: UnsafeMutableBufferPointer<Moment>) {
        for step in [1, side, side * side] {
            for at in step..<moments.count where at / step % side > 0 {
                moments[at] = moments[at] + moments[at - step]
            }
        }
    }
}

/// What is summed up over pixels; red, green, blue, and the sum of their squares.
struct Moment {
    var count: Double
    var sums: SIMD4<Double>

    static let zero = Moment(count: 0, sums: .zero)

    init(_ cell: cterminalgraphics_cell) {
        count = Double(cell.count)
        sums = SIMD4(Double(cell.red), Double(cell.green), Double(cell.blue), Double(cell.squares))
    }

    private init(count: Double, sums: SIMD4<Double>) {
        self.count = count
        self.sums = sums
    }

    @inline(__always)
    static func + (a: Moment, b: Moment) -> Moment { Moment(count: a.count + b.count, sums: a.sums + b.sums) }

    @inline(__always)
    static func - (a: Moment, b: Moment) -> Moment { Moment(count: a.count - b.count, sums: a.sums - b.sums) }

    /// The squared length of the sum of colors over the count: the larger its total over boxes, the smaller their variance.
    @inline(__always)
    var concentration: Double {
        guard count > 0 else { return 0 }
        return (sums[0] * sums[0] + sums[1] * sums[1] + sums[2] * sums[2]) / count
    }

    /// The mean as `0xRRGGBB`.
    var meanColor: UInt32 {
        guard count > 0 else { return 0 }
        func sample(_ sum: Double) -> UInt32 { UInt32(min(max((sum / count).rounded(), 0), 255)) }
        return sample(sums[0]) << 16 | sample(sums[1]) << 8 | sample(sums[2])
    }
}
