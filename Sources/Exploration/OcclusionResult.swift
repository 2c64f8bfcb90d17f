import Tensors

/// How the score of a class changes while squares of the picture are covered.
package struct OcclusionResult: Sendable {
    /// The first row and column of each square, in pixels of the input.
    package let rowStarts, columnStarts: [Int]
    /// The class's score and probability for the picture as it is.
    package let baselineLogit, baselineProbability: Float
    /// Baseline less covered, `[rows, columns]`: what the class loses; not a number where a position was not computed.
    package var logitDrops: Tensor { Tensor([rowStarts.count, columnStarts.count], drops) }
    /// The class's probability with the square covered, `[rows, columns]`.
    package var probabilities: Tensor { Tensor([rowStarts.count, columnStarts.count], covered) }
    /// Positions computed, row by row from the top.
    package internal(set) var doneCount = 0
    /// Multiplications with accumulation that were made for them.
    package internal(set) var multiplyAdds = 0
    /// What a whole run takes.
    private let naive: Int
    private var drops: [Float]
    private var covered: [Float]

    init(_ grid: OcclusionGrid, baseline: (logit: Float, probability: Float), naive: Int) {
        (rowStarts, columnStarts) = (grid.rowStarts, grid.columnStarts)
        (baselineLogit, baselineProbability) = baseline
        self.naive = naive
        drops = [Float](repeating: .nan, count: grid.count)
        covered = drops
    }

    package var positionCount: Int { drops.count }

    /// What whole runs for the positions that were computed would have taken.
    package var naiveMultiplyAdds: Int { naive * doneCount }

    mutating func record(_ score: (logit: Float, probability: Float), at position: Int) {
        drops[position] = baselineLogit - score.logit
        covered[position] = score.probability
    }
}
