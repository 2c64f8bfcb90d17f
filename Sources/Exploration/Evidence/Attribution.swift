import Inference
import Tensors

/// A number for each number of the input that says how it speaks for a class.
package struct Attribution: Sendable {
    package let method: AttributionMethod
    package let classNumber: Int
    /// Of the input's shape.
    package let values: Tensor
    /// The logit for the input.
    package let logit: Float
    /// The points or samples that it is the mean of, of how many; 1 where it is the result of a single way back.
    package let samples: (done: Int, asked: Int)
    /// Of integrated gradients: how nearly they add up.
    package let completeness: Completeness?

    package init(
        method: AttributionMethod, classNumber: Int, values: Tensor, logit: Float, samples: (done: Int, asked: Int) = (1, 1),
        completeness: Completeness? = nil
    ) {
        self.method = method
        self.classNumber = classNumber
        self.values = values
        self.logit = logit
        self.samples = samples
        self.completeness = completeness
    }

    /// What integrated gradients sum to, beside what they should.
    package struct Completeness: Sendable, Equatable {
        /// The sum of all attributions.
        package let sum: Double
        /// The logit for the input minus the one for the baseline.
        package let difference: Double

        /// `|sum − difference| / |difference|`.
        package var error: Double { abs(sum - difference) / abs(difference) }
    }
}

/// A way to attribute a logit to the numbers of the input.
package enum AttributionMethod: String, Sendable, CaseIterable {
    case gradient
    case guided
    case integrated
    case smoothgrad
    case inputgradient
    case deconvnet

    /// What captions call it.
    package var title: String {
        switch self {
        case .gradient: "gradient"
        case .guided: "guided backpropagation"
        case .integrated: "integrated gradients"
        case .smoothgrad: "SmoothGrad"
        case .inputgradient: "gradient x input"
        case .deconvnet: "deconvnet"
        }
    }

    /// Whether its numbers are parts of the logit, so that their sum over the channels means something.
    package var sumsToLogit: Bool { self == .integrated || self == .inputgradient }
}

/// How the channels of an attribution become one map.
package enum ChannelReduction: String, Sendable, CaseIterable {
    /// The greatest magnitude.
    case max
    /// The sum, with its sign.
    case sum
    /// The square root of the sum of squares.
    case norm

    /// What captions call it.
    package var title: String {
        switch self {
        case .max: "greatest magnitude over channels"
        case .sum: "signed sum over channels"
        case .norm: "norm over channels"
        }
    }
}

extension Attribution {
    /// The attributions as one map `[H, W]`.
    ///
    /// - Throws: ``EvidenceError/noPicture(input:shape:)``.
    package func map(_ reduction: ChannelReduction) throws(EvidenceError) -> Tensor {
        guard let axes = PictureAxes(values.shape) else { throw .noPicture(input: "input", shape: values.shape) }
        let numbers = values.floats
        return Tensor([axes.height, axes.width]) { destination in
            for place in 0..<axes.placeCount {
                var total: Float = 0
                for channel in 0..<axes.channelCount {
                    let number = numbers[axes.element(channel: channel, place: place)]
                    switch reduction {
                    case .max: total = Swift.max(total, abs(number))
                    case .sum: total += number
                    case .norm: total += number * number
                    }
                }
                destination[place] = reduction == .norm ? total.squareRoot() : total
            }
        }
    }
}
