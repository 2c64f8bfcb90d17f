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
        self.init(CnnsMoments(of: numbers), count: numbers.count)
    }

    /// Statistics of as many numbers as amount to some moments.
    fileprivate init(_ moments: CnnsMoments, count numberCount: Int) {
        count = moments.finiteCount
        nonFiniteCount = numberCount - count
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

    /// Statistics of each part along the first axis, and over all elements, in one pass; a scalar has no parts.
    package var statisticsOfParts: (parts: [Statistics], all: Statistics) {
        guard shape.rank > 0 else { return ([], statistics) }
        let (numbers, partCount) = (convertedToFloat32(), shape[0])
        let size = partCount == 0 ? 0 : elementCount / partCount
        let moments = withExtendedLifetime(numbers.storage) {
            nonisolated(unsafe) let elements = numbers.floatElements
            let moments = { @Sendable part in CnnsMoments(of: UnsafeBufferPointer(rebasing: elements[part * size..<(part + 1) * size])) }
            return elementCount >= Self.fewestConcurrent ? Array(concurrently: partCount, moments) : (0..<partCount).map(moments)
        }
        var all = CnnsMoments(of: UnsafeBufferPointer(start: nil, count: 0))
        for part in moments { all.add(part) }
        return (moments.map { Statistics($0, count: size) }, Statistics(all, count: elementCount))
    }

    /// Where the first element stands that equals a number; for float32.
    package func firstIndex(of number: Float) -> Int? {
        withExtendedLifetime(storage) {
            guard let start = floatElements.baseAddress else { return nil }
            let place = cnns_first_place(start, elementCount, number)
            return place < elementCount ? place : nil
        }
    }

    /// With fewer elements, one thread is through before others are awake.
    package static let fewestConcurrent = 500_000
}

extension CnnsMoments {
    fileprivate init(of numbers: UnsafeBufferPointer<Float>) {
        self.init()
        cnns_moments(numbers.baseAddress, numbers.count, &self)
    }

    fileprivate mutating func add(_ other: CnnsMoments) {
        sum += other.sum
        sumOfSquares += other.sumOfSquares
        (low, high) = (min(low, other.low), max(high, other.high))
        finiteCount += other.finiteCount
        zeroCount += other.zeroCount
    }
}
