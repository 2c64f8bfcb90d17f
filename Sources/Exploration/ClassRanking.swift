import Glibc
import Tensors

/// A class with the probability that a network gives it.
package struct ClassScore: Sendable, Equatable {
    package let index: Int
    package let logit: Float
    /// `0...1`.
    package let probability: Float
}

/// The classes of a network's last value, most probable first.
package enum ClassRanking {
    /// Ranks the scores before softmax.
    ///
    /// The softmax is computed in double precision, after the greatest logit was subtracted from all.
    ///
    /// - Complexity: O(n log n).
    package static func ranked(_ scores: Tensor) -> [ClassScore] {
        let logits = scores.convertedToFloat32().floats
        let probabilities = softmax(logits)
        return logits.indices
            .map { ClassScore(index: $0, logit: logits[$0], probability: probabilities[$0]) }
            .sorted { ($1.probability, $1.logit, $0.index) < ($0.probability, $0.logit, $1.index) }
    }

    /// The class of the greatest score, the first of equals.
    package static func top(of scores: [Float]) -> Int { scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0 }

    /// `e^(x − max) / Σ e^(x − max)`.
    package static func softmax(_ logits: [Float]) -> [Float] {
        let greatest = Double(logits.max() ?? 0)
        let exponentials = logits.map { exp(Double($0) - greatest) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { Float($0 / sum) }
    }
}
