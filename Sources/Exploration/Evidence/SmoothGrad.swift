import Inference
import Tensors

/// The mean of the gradients at the input with Gaussian noise added, sample by sample.
///
/// Source: Smilkov et al., "SmoothGrad: removing noise by adding noise", 2017, arXiv:1706.03825.
package struct SmoothGrad: Sendable {
    package let sampleCount: Int
    /// The standard deviation of the noise as a share of the input's range.
    package let noiseShare: Double
    package let seed: UInt64

    package init(sampleCount: Int = 25, noiseShare: Double = 0.15, seed: UInt64 = 0) {
        self.sampleCount = sampleCount
        self.noiseShare = noiseShare
        self.seed = seed
    }

    /// The noise of each sample, one after the other; the same numbers for the same seed.
    package func noise(for input: Tensor) -> some Sequence<Tensor> {
        let statistics = input.statistics
        let deviation = noiseShare * Double(statistics.maximum - statistics.minimum)
        return sequence(state: (count: 0, random: RandomNumbers(seed: seed))) { state in
            guard state.count < sampleCount else { return nil }
            state.count += 1
            return state.random.normal(input.shape, deviation: deviation)
        }
    }

    /// The attributions.
    ///
    /// - Parameter control: cancelled, the mean of the samples so far is the result.
    /// - Throws: ``EvidenceError``, `RunError`, `GradientError`; `RunCancelled` where there is nothing yet.
    package func attribution(
        of classNumber: Int, in specimen: Specimen, control: RunControl = RunControl()
    ) throws -> Attribution {
        let input = try specimen.input()
        _ = try specimen.seed(of: classNumber)
        let logit = try specimen.logits(for: input, control: control.withoutProgress)[classNumber]
        var mean = RunningMean(input.shape)
        do {
            for noise in noise(for: input) {
                try control.checkCancellation()
                let point = input.combined(with: noise, +)
                mean.add(try specimen.inputGradient(of: classNumber, at: point, control: control.withoutProgress).gradient)
                control.report(Double(mean.count) / Double(sampleCount))
            }
        } catch let error as RunCancelled {
            if mean.count == 0 { throw error }
        }
        return Attribution(
            method: .smoothgrad, classNumber: classNumber, values: mean.mean, logit: logit,
            samples: (mean.count, sampleCount))
    }
}

extension RandomNumbers {
    /// Independent normal numbers of mean 0.
    mutating func normal(_ shape: Shape, deviation: Double) -> Tensor {
        Tensor(shape) { destination in
            for index in stride(from: 0, to: destination.count, by: 2) {
                let pair = nextNormalPair()
                destination[index] = Float(deviation * pair.0)
                if index + 1 < destination.count { destination[index + 1] = Float(deviation * pair.1) }
            }
        }
    }
}
