import Glibc
import Tensors

/// Gradient ascent at a pace of its own for every coefficient (Adam).
///
/// Source: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, arXiv:1412.6980.
struct AdaptiveMoments {
    private let rate: Float
    private var first: [Float]
    private var second: [Float]
    private var stepCount = 0

    private static let firstDecay: Float = 0.9
    private static let secondDecay: Float = 0.999
    private static let epsilon: Float = 1e-8

    init(count: Int, rate: Float) {
        self.rate = rate
        first = [Float](repeating: 0, count: count)
        second = first
    }

    /// Moves the coefficients up the gradient.
    mutating func ascend(_ coefficients: inout [Float], along gradient: [Float]) {
        stepCount += 1
        let firstBias = 1 - pow(Self.firstDecay, Float(stepCount))
        let secondBias = 1 - pow(Self.secondDecay, Float(stepCount))
        for index in coefficients.indices {
            first[index] = Self.firstDecay * first[index] + (1 - Self.firstDecay) * gradient[index]
            second[index] = Self.secondDecay * second[index] + (1 - Self.secondDecay) * gradient[index] * gradient[index]
            coefficients[index] += rate * (first[index] / firstBias) / ((second[index] / secondBias).squareRoot() + Self.epsilon)
        }
    }
}
