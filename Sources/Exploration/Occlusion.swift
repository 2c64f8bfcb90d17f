import Inference
import Tensors

/// Covers one square of the picture after another and looks how the score of a class falls.
///
/// Squares start at the top left, a stride apart, until the picture is covered; the last ones may reach beyond it. Only what a
/// square reaches is computed again.
///
/// Source: Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014, arXiv:1311.2901, section 4.2.
package struct Occlusion: Sendable {
    private let specimen: Specimen
    private let classIndex: Int
    private let grid: OcclusionGrid
    private let fill: [Float]

    /// - Parameters:
    ///   - classIndex: the class whose score is looked at.
    ///   - size: height and width of the square in pixels of the network's input.
    ///   - stride: pixels from one square to the next, down and across.
    ///   - fill: what covered pixels become in each channel of the preprocessed input; one number for all; 0 is the mean color
    ///     where the preprocessing subtracts the mean.
    /// - Throws: ``OcclusionError``.
    package init(
        _ specimen: Specimen, classIndex: Int, size: (height: Int, width: Int), stride: (down: Int, across: Int), fill: [Float] = [0]
    ) throws(OcclusionError) {
        guard let input = specimen.network.values[specimen.inputName], let classes = specimen.network.values[specimen.logitsName] else {
            throw .noPicture(shape: [])
        }
        guard let grid = OcclusionGrid(input.shape, size: size, stride: stride) else {
            guard input.shape.rank == 4 else { throw .noPicture(shape: input.shape) }
            throw .size(size.height, size.width, stride.down, stride.across, shape: input.shape)
        }
        guard (0..<classes.shape.elementCount).contains(classIndex) else {
            throw .noClass(classIndex, count: classes.shape.elementCount)
        }
        guard fill.count == 1 || fill.count == grid.channelCount else { throw .fill(fill.count, expected: grid.channelCount) }
        self.specimen = specimen
        self.classIndex = classIndex
        self.grid = grid
        self.fill = fill.count == 1 ? [Float](repeating: fill[0], count: grid.channelCount) : fill
    }

    /// Runs all positions; cancelled, it returns what it has so far.
    ///
    /// - Parameter each: Gets what there is after every batch of positions, on any thread, one at a time.
    /// - Throws: `RunError`, `EditError`; `RunCancelled` where it was cancelled before the baseline was known; what `each` throws.
    package func run(control: RunControl = RunControl(), each: (OcclusionResult) throws -> Void = { _ in }) throws -> OcclusionResult {
        let evaluation = try VariantEvaluation(
            specimen, source: specimen.inputName, wanted: [specimen.logitsName], control: control)
        guard let picture = evaluation.baseline[specimen.inputName], let scores = evaluation.baseline[specimen.logitsName] else {
            throw RunError.unknownValue(specimen.logitsName)
        }
        var result = OcclusionResult(grid, baseline: scores.score(of: classIndex), naive: evaluation.multiplyAdds)
        result.doneCount = try evaluation.runBatches(
            of: evaluation.batchCount(region: grid.largestRegion), count: grid.count, control: control
        ) { range in
            .patches(range.map { grid.patch($0, of: picture, fill: fill) })
        } receive: { range, run in
            for (position, scores) in zip(range, run.values[specimen.logitsName] ?? []) {
                result.record(scores.score(of: classIndex), at: position)
            }
            result.multiplyAdds += run.multiplyAdds
            // In order, whichever thread it was that computed them.
            result.doneCount = range.upperBound
            try each(result)
        }
        return result
    }
}

/// Why a picture cannot be covered as it was asked.
package enum OcclusionError: Error, Equatable, CustomStringConvertible {
    case noPicture(shape: Shape)
    case size(Int, Int, Int, Int, shape: Shape)
    case noClass(Int, count: Int)
    case fill(Int, expected: Int)

    package var description: String {
        switch self {
        case .noPicture(let shape): "the input must be a picture, found the shape \(shape)"
        case .size(let height, let width, let down, let across, let shape):
            "expected a square within the input of shape \(shape) and a stride of at least 1, "
                + "found \(height)x\(width) with a stride of \(down)x\(across)"
        case .noClass(let index, let count): "the network has \(count) classes, no class \(index)"
        case .fill(let count, let expected): "expected one number or \(expected), one a channel, found \(count)"
        }
    }
}

extension Tensor {
    /// Logit and probability of one class among scores of any shape.
    fileprivate func score(of classIndex: Int) -> (logit: Float, probability: Float) {
        let logits = convertedToFloat32().floats
        return (logits[classIndex], ClassRanking.softmax(logits)[classIndex])
    }
}
