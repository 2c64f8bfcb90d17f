/// Chooses a palette for pictures of many colors: boxes of the color cube, cut where it lowers the variance most.
///
/// Source: X. Wu, "Efficient statistical computations for optimal color quantization", Graphics Gems II (1991), pages 126-133.
/// Complexity: O(pixels + 33³ + colors · 32).
struct ColorQuantizer {
    /// Cumulative sums over the cells `[0...red, 0...green, 0...blue]`, 32 cells an axis.
    private var moments: [Moment]

    private static let side = 33

    /// Counts the pixels `0xRRGGBB`.
    init(_ pixels: [UInt32]) {
        var moments = [Moment](repeating: .zero, count: Self.side * Self.side * Self.side)
        moments.withUnsafeMutableBufferPointer { moments in
            pixels.withUnsafeBufferPointer { pixels in
                for color in pixels { moments[Self.cell(of: color)].add(color) }
            }
            Self.accumulate(moments)
        }
        self.moments = moments
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
            return boxes.map { $0.sum.meanColor }
        }
    }

    @inline(__always)
    private static func cell(of color: UInt32) -> Int {
        let red = Int(color >> 19 & 31)
        let green = Int(color >> 11 & 31)
        let blue = Int(color >> 3 & 31)
        return ColorBox.offset(red + 1, green + 1, blue + 1)
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

    @inline(__always)
    mutating func add(_ color: UInt32) {
        let red = Double(color >> 16 & 0xFF)
        let green = Double(color >> 8 & 0xFF)
        let blue = Double(color & 0xFF)
        count += 1
        sums += SIMD4(red, green, blue, red * red + green * green + blue * blue)
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
