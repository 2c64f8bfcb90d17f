/// Brings planes of one size to another, in floating point.
///
/// `bilinear` weighs the places around by a triangle, which is as wide as the step where a side shrinks, so that nothing is skipped;
/// `nearest` takes the place whose middle is nearest.
package struct PlaneResampling: Sendable {
    /// Which places along one side a resampled place is made of, and with what shares; the shares sum to 1.
    fileprivate struct Taps: Sendable {
        let first: Int
        let shares: [Double]
    }

    private let rows: [Taps]
    private let columns: [Taps]
    private let height: Int
    private let width: Int

    /// - Parameters:
    ///   - height: rows of the planes to resample, at least 1.
    ///   - width: columns of the planes to resample, at least 1.
    package init(height: Int, width: Int, toHeight: Int, toWidth: Int, isNearest: Bool = false) {
        let taps = { (extent: Int, size: Int) in
            (0..<size).map { isNearest ? Taps(nearest: $0, of: size, in: extent) : Taps(triangle: $0, of: size, in: extent) }
        }
        (rows, columns) = (taps(height, toHeight), taps(width, toWidth))
        (self.height, self.width) = (height, width)
    }

    /// The numbers of a plane `[height, width]` at the new size.
    package func applied(to plane: [Float]) -> [Float] {
        let narrow = (0..<height).map { row in columns.map { $0.sum { Double(plane[row * width + $0]) } } }
        var resampled: [Float] = []
        resampled.reserveCapacity(rows.count * columns.count)
        for taps in rows {
            for column in columns.indices { resampled.append(Float(taps.sum { narrow[$0][column] })) }
        }
        return resampled
    }
}

extension PlaneResampling.Taps {
    init(nearest place: Int, of size: Int, in extent: Int) {
        self.init(first: min(extent - 1, (2 * place + 1) * extent / (2 * size)), shares: [1])
    }

    /// A triangle around the place's center, as wide as the step where the side shrinks.
    init(triangle place: Int, of size: Int, in extent: Int) {
        let step = Double(extent) / Double(size)
        let center = (Double(place) + 0.5) * step
        let support = max(step, 1)
        let start = max(0, Int((center - support).rounded(.down)))
        let end = min(extent, Int((center + support).rounded(.up)))
        let weights = (start..<end).map { max(0, 1 - abs((Double($0) + 0.5 - center) / support)) }
        let sum = weights.reduce(0, +)
        self.init(first: start, shares: weights.map { $0 / sum })
    }

    func sum(_ number: (Int) -> Double) -> Double {
        var sum = 0.0
        for (index, share) in shares.enumerated() where share != 0 { sum += share * number(first + index) }
        return sum
    }
}
