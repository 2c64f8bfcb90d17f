/// A box of cells of the color cube, for each axis the cells `low + 1 ... high`, with the sums over its pixels.
struct ColorBox {
    private var low: SIMD3<Int>
    private var high: SIMD3<Int>
    let sum: Moment
    /// The summed squared distance of the box's pixels from their mean.
    var variance: Double

    /// The whole cube.
    init(_ moments: UnsafeBufferPointer<Moment>) {
        self.init(low: SIMD3(0, 0, 0), high: SIMD3(32, 32, 32), moments)
    }

    private init(low: SIMD3<Int>, high: SIMD3<Int>, _ moments: UnsafeBufferPointer<Moment>) {
        self.low = low
        self.high = high
        sum = Self.sum(low, high, moments)
        let isOneCell = (high &- low) == SIMD3(1, 1, 1)
        variance = isOneCell ? 0 : sum.sums[3] - sum.concentration
    }

    /// Where a cell's cumulative sums are kept.
    @inline(__always)
    static func offset(_ red: Int, _ green: Int, _ blue: Int) -> Int {
        (red &* 33 &+ green) &* 33 &+ blue
    }

    /// The two parts whose variances have the smallest total; nil if no cut leaves pixels on both sides.
    func cut(_ moments: UnsafeBufferPointer<Moment>) -> (ColorBox, ColorBox)? {
        var best: (concentration: Double, axis: Int, position: Int)?
        for axis in 0..<3 where high[axis] - low[axis] > 1 {
            for position in low[axis] + 1..<high[axis] {
                var upper = high
                upper[axis] = position
                let first = Self.sum(low, upper, moments)
                guard first.count > 0 else { continue }
                let second = sum - first
                guard second.count > 0 else { break }
                let concentration = first.concentration + second.concentration
                if concentration > best?.concentration ?? -1 { best = (concentration, axis, position) }
            }
        }
        guard let best else { return nil }
        var upper = high
        var lower = low
        upper[best.axis] = best.position
        lower[best.axis] = best.position
        return (ColorBox(low: low, high: upper, moments), ColorBox(low: lower, high: high, moments))
    }

    /// The sum over a box by inclusion and exclusion of its eight corners.
    @inline(__always)
    private static func sum(_ low: SIMD3<Int>, _ high: SIMD3<Int>, _ moments: UnsafeBufferPointer<Moment>) -> Moment {
        func face(_ red: Int) -> Moment {
            moments[offset(red, high.y, high.z)] - moments[offset(red, high.y, low.z)]
                - moments[offset(red, low.y, high.z)] + moments[offset(red, low.y, low.z)]
        }
        return face(high.x) - face(low.x)
    }
}
