import Inference
import Tensors

/// Takes out one channel of a value after another and looks what becomes of the classes.
package struct Sweep: Sendable {
    private let specimen: Specimen
    private let value: String
    private let classIndex: Int

    /// - Parameters:
    ///   - value: a value `[1, C, …]`.
    ///   - classIndex: the class whose score is looked at.
    /// - Throws: ``SweepError``.
    package init(_ specimen: Specimen, value: String, classIndex: Int) throws(SweepError) {
        guard let shape = specimen.network.values[value]?.shape, shape.rank > 1, shape[0] == 1 else {
            throw .noChannels(value, shape: specimen.network.values[value]?.shape ?? [])
        }
        let classCount = specimen.network.values[specimen.logitsName]?.shape.elementCount ?? 0
        guard (0..<classCount).contains(classIndex) else { throw .noClass(classIndex, count: classCount) }
        self.specimen = specimen
        self.value = value
        self.classIndex = classIndex
    }

    /// Takes out every channel; cancelled, it returns what it has so far.
    ///
    /// - Throws: `RunError`, `EditError`; `RunCancelled` where it was cancelled before the baseline was known.
    package func run(control: RunControl = RunControl()) throws -> SweepResult {
        let evaluation = try VariantEvaluation(specimen, source: value, wanted: [specimen.logitsName], control: control)
        guard let maps = evaluation.baseline[value], let scores = evaluation.baseline[specimen.logitsName] else {
            throw RunError.unknownValue(value)
        }
        let silence = Tensor(maps.shape, repeating: 0)
        var result = SweepResult(
            baselineLogits: scores.convertedToFloat32().floats, classIndex: classIndex, channelCount: maps.shape[1],
            naive: evaluation.multiplyAdds)
        _ = try evaluation.runBatches(of: evaluation.batchCount(), count: maps.shape[1], control: control) { range in
            .channels(Array(range), of: silence)
        } receive: { _, run in
            for scores in run.values[specimen.logitsName] ?? [] { result.record(scores.convertedToFloat32().floats) }
            result.multiplyAdds += run.multiplyAdds
        }
        return result
    }
}

/// What becomes of the classes when each channel of a value is set to zero.
package struct SweepResult: Sendable {
    /// The scores of all classes with no channel taken out.
    package let baselineLogits: [Float]
    /// The class whose score is in ``logits``.
    package let classIndex: Int
    package let channelCount: Int
    /// The class's score without each channel, for the channels done.
    package private(set) var logits: [Float] = []
    /// The most probable class without each channel, for the channels done.
    package private(set) var topClasses: [Int] = []
    /// Multiplications with accumulation that were made.
    package internal(set) var multiplyAdds = 0
    /// What the network after the value takes for one channel.
    private let naive: Int

    init(baselineLogits: [Float], classIndex: Int, channelCount: Int, naive: Int) {
        self.baselineLogits = baselineLogits
        self.classIndex = classIndex
        self.channelCount = channelCount
        self.naive = naive
    }

    package var baselineLogit: Float { baselineLogits[classIndex] }
    package var doneCount: Int { logits.count }

    /// What running everything after the value for each channel done would have taken.
    package var naiveMultiplyAdds: Int { naive * doneCount }

    mutating func record(_ scores: [Float]) {
        logits.append(scores[classIndex])
        topClasses.append(scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0)
    }
}

/// Why the channels of a value cannot be taken out.
package enum SweepError: Error, Equatable, CustomStringConvertible {
    case noChannels(String, shape: Shape)
    case noClass(Int, count: Int)

    package var description: String {
        switch self {
        case .noChannels(let value, let shape): "'\(value)' has no channels to take out, its shape is \(shape)"
        case .noClass(let index, let count): "the network has \(count) classes, no class \(index)"
        }
    }
}
