import Tensors

/// Where the weight of a map lies, in a few numbers.
package struct EvidenceSummary: Sendable, Equatable {
    /// Row and column of the greatest number.
    package let peak: (row: Int, column: Int)
    package let greatest: Float
    package let least: Float
    /// Row and column of the center of the positive numbers' mass, in cells, the middle of the first at 0; `nil` where none is positive.
    package let center: (row: Double, column: Double)?
    /// The share of the magnitudes that is positive, `0...1`.
    package let positiveShare: Double
    /// The smallest share of the cells that holds half of the positive mass, `0...1`.
    package let halfMassShare: Double

    package static func == (first: EvidenceSummary, second: EvidenceSummary) -> Bool {
        first.peak == second.peak && first.greatest == second.greatest && first.least == second.least
            && first.center?.row == second.center?.row && first.center?.column == second.center?.column
            && first.positiveShare == second.positiveShare && first.halfMassShare == second.halfMassShare
    }
}

extension EvidenceSummary {
    /// Of a plane `[H, W]`; `nil` where it has no finite number.
    ///
    /// - Complexity: O(n log n).
    package init?(of plane: Tensor) {
        let numbers = plane.convertedToFloat32().floats
        let columns = max(1, plane.shape.dimensions.last ?? 1)
        guard let peak = numbers.indices.filter({ numbers[$0].isFinite }).max(by: { numbers[$0] < numbers[$1] }) else { return nil }
        let finite = numbers.filter(\.isFinite)
        let (positive, all) = (finite.reduce(0.0) { $0 + Double(max($1, 0)) }, finite.reduce(0.0) { $0 + Double(abs($1)) })
        self.peak = (peak / columns, peak % columns)
        greatest = numbers[peak]
        least = finite.min() ?? 0
        positiveShare = all > 0 ? positive / all : 0
        guard positive > 0 else {
            (center, halfMassShare) = (nil, 0)
            return
        }
        var moment = (row: 0.0, column: 0.0)
        for (index, number) in numbers.enumerated() where number.isFinite && number > 0 {
            moment.row += Double(number) * Double(index / columns)
            moment.column += Double(number) * Double(index % columns)
        }
        center = (moment.row / positive, moment.column / positive)
        var (held, count) = (0.0, 0)
        for number in finite.sorted(by: >) where held < positive / 2 {
            held += Double(number)
            count += 1
        }
        halfMassShare = Double(count) / Double(numbers.count)
    }
}
