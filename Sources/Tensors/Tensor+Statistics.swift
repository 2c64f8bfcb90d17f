import CKernels

/// What a caption, a scaling or a query needs to know of a set of numbers.
package struct Statistics: Sendable, Equatable {
    /// How many numbers are finite.
    package var count = 0
    package var minimum: Float = 0
    package var maximum: Float = 0
    package var mean: Float = 0
    /// The population standard deviation.
    package var standardDeviation: Float = 0
    /// The mean of the squares.
    package var energy: Float = 0
    /// The share of exact zeros, `0...1`.
    package var sparsity: Float = 0
    /// How many numbers are infinite or not numbers; they enter nothing else.
    package var nonFiniteCount = 0

    /// Statistics of no numbers.
    package init() {}
}

extension Statistics {
    /// Statistics of any numbers, accumulated in double precision.
    ///
    /// - Complexity: O(n), one pass.
    package init(of numbers: UnsafeBufferPointer<Float>) {
        guard let start = numbers.baseAddress else { return }
        var moments = CnnsMoments()
        cnns_moments(start, numbers.count, &moments)
        count = moments.finiteCount
        nonFiniteCount = numbers.count - count
        guard count > 0 else { return }
        let average = moments.sum / Double(count)
        (minimum, maximum) = (moments.low, moments.high)
        mean = Float(average)
        standardDeviation = Float(max(0, moments.sumOfSquares / Double(count) - average * average).squareRoot())
        energy = Float(moments.sumOfSquares / Double(count))
        sparsity = Float(moments.zeroCount) / Float(count)
    }
}

extension Tensor {
    /// Statistics over all elements, as float32.
    package var statistics: Statistics {
        let numbers = convertedToFloat32()
        return withExtendedLifetime(numbers.storage) { Statistics(of: numbers.floatElements) }
    }
}
