import Inference
import Tensors

/// RISE: `S(y, x) = Σ_i p_i · M_i(y, x) / Σ_i M_i(y, x)`, with `p_i` the class's probability for the input under a random mask `M_i`.
///
/// The paper divides by what the sum of masks is on average; with the sum itself the result is a mean probability even of few masks.
/// A mask is a grid of so many cells a side, each open with a given probability, enlarged bilinearly and moved by less than a
/// cell. What is masked out is zero to the network. No gradients are needed, and nothing of the network's inside.
///
/// Source: Petsiuk et al., "RISE: Randomized Input Sampling for Explanation of Black-box Models", 2018, arXiv:1806.07421.
package struct RandomizedMasks: Sendable {
    package let count: Int
    /// Cells of a mask's grid a side.
    package let cells: Int
    /// The share of the cells that is open.
    package let openShare: Double
    package let seed: UInt64

    package init(count: Int = 1000, cells: Int = 7, openShare: Double = 0.5, seed: UInt64 = 0) {
        self.count = count
        self.cells = max(1, cells)
        self.openShare = openShare
        self.seed = seed
    }

    /// The mean probability while a place is seen, and what it was made of.
    package struct Result: Sendable {
        /// `[H, W]`, `0...1`; not a number where no mask was open.
        package let map: Tensor
        package let masks: (done: Int, asked: Int)
    }

    /// - Parameter control: cancelled, the masks so far are the result.
    /// - Throws: ``EvidenceError``, `RunError`; `RunCancelled` where there is nothing yet.
    package func map(of classNumber: Int, in specimen: Specimen, control: RunControl = RunControl()) throws -> Result {
        _ = try specimen.seed(of: classNumber)
        let (axes, input) = (try specimen.pictureAxes(), try specimen.input())
        let scores = try MaskedScores(specimen: specimen).logits(count: count, control: control) { index in
            input.masked(by: mask(index, axes), axes)
        }
        var sums = [Double](repeating: 0, count: axes.placeCount)
        var shares = sums
        for (index, logits) in scores.enumerated() {
            let probability = Double(ClassRanking.softmax(logits)[classNumber])
            for (place, share) in mask(index, axes).enumerated() {
                sums[place] += probability * Double(share)
                shares[place] += Double(share)
            }
        }
        let means = zip(sums, shares).map { $1 > 0 ? Float($0 / $1) : .nan }
        return Result(map: Tensor([axes.height, axes.width], means), masks: (scores.count, count))
    }

    /// A mask by its number, one share a place, row by row.
    func mask(_ index: Int, _ axes: PictureAxes) -> [Float] {
        var random = RandomNumbers(seed: seed &+ UInt64(index) &* 0xD134_2543_DE82_EF95)
        let cellHeight = (axes.height + cells - 1) / cells
        let cellWidth = (axes.width + cells - 1) / cells
        let side = cells + 1
        let grid = Tensor([side, side], (0..<side * side).map { _ in Double(random.nextUnit()) < openShare ? 1 : 0 })
        let (top, left) = (Int(random.next() % UInt64(cellHeight)), Int(random.next() % UInt64(cellWidth)))
        let width = side * cellWidth
        let enlarged = grid.interpolated(height: side * cellHeight, width: width).floats
        return (0..<axes.placeCount).map { enlarged[($0 / axes.width + top) * width + $0 % axes.width + left] }
    }
}
