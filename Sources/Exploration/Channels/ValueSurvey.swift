import Tensors

/// The running sums behind what there is to say of the channels of one value.
struct ValueSurvey: Sendable {
    private let layout: MapLayout
    private var totals: [NumberTotal]
    /// One list a channel, with an element for each reference.
    private var products: [[ProductTotal]]
    private var similarity: ChannelSimilarity?

    init(_ layout: MapLayout, referenceCount: Int, findsDuplicates: Bool) {
        self.layout = layout
        totals = Array(repeating: NumberTotal(), count: layout.channelCount)
        products = Array(repeating: Array(repeating: ProductTotal(), count: referenceCount), count: layout.channelCount)
        similarity = findsDuplicates ? ChannelSimilarity(channelCount: layout.channelCount) : nil
    }

    /// Takes in the value of one picture; a reference that there is none of is left out.
    mutating func add(_ tensor: Tensor, references: [[Float]?]) {
        withExtendedLifetime(tensor.storage) {
            let numbers = tensor.floatElements
            for channel in 0..<layout.channelCount {
                let map = UnsafeBufferPointer(rebasing: numbers[channel * layout.area..<(channel + 1) * layout.area])
                totals[channel].add(map)
                for (index, reference) in references.enumerated() {
                    if let reference { products[channel][index].add(map, reference) }
                }
            }
            similarity?.add(numbers, area: layout.area)
        }
    }

    func summary(of channel: Int) -> ChannelSummary? {
        guard totals.indices.contains(channel) else { return nil }
        return ChannelSummary(
            statistics: totals[channel].statistics, correlations: products[channel].map(\.correlation),
            duplicate: similarity?.duplicate(of: channel))
    }
}

/// Sums over numbers, from which their statistics follow.
private struct NumberTotal {
    private var count = 0
    private var zeroCount = 0
    private var nonFiniteCount = 0
    private var sum = 0.0
    private var sumOfSquares = 0.0
    private var low = Float.infinity
    private var high = -Float.infinity

    mutating func add(_ numbers: UnsafeBufferPointer<Float>) {
        for number in numbers {
            guard number.isFinite else {
                nonFiniteCount += 1
                continue
            }
            count += 1
            sum += Double(number)
            sumOfSquares += Double(number) * Double(number)
            low = min(low, number)
            high = max(high, number)
            if number == 0 { zeroCount += 1 }
        }
    }

    var statistics: Statistics {
        var statistics = Statistics()
        statistics.nonFiniteCount = nonFiniteCount
        guard count > 0 else { return statistics }
        let mean = sum / Double(count)
        let energy = sumOfSquares / Double(count)
        statistics.count = count
        (statistics.minimum, statistics.maximum) = (low, high)
        (statistics.mean, statistics.energy) = (Float(mean), Float(energy))
        statistics.standardDeviation = Float(max(0, energy - mean * mean).squareRoot())
        statistics.sparsity = Float(zeroCount) / Float(count)
        return statistics
    }
}

/// Sums over pairs of numbers, from which their correlation follows.
private struct ProductTotal {
    private var count = 0.0
    private var sums = (x: 0.0, y: 0.0)
    private var squares = (x: 0.0, y: 0.0)
    private var products = 0.0
    /// The first pair: numbers are taken relative to it, so that what they have in common does not drown their differences.
    private var origin: (x: Double, y: Double)?

    /// Pairs with a number that is not finite are left out.
    mutating func add(_ xs: UnsafeBufferPointer<Float>, _ ys: [Float]) {
        for (x, y) in zip(xs, ys) where x.isFinite && y.isFinite {
            let start = origin ?? (Double(x), Double(y))
            origin = start
            let (a, b) = (Double(x) - start.x, Double(y) - start.y)
            count += 1
            sums.x += a
            sums.y += b
            squares.x += a * a
            squares.y += b * b
            products += a * b
        }
    }

    var correlation: Double {
        let (x, y) = (squares.x - sums.x * sums.x / count, squares.y - sums.y * sums.y / count)
        return x > 0 && y > 0 ? (products - sums.x * sums.y / count) / (x * y).squareRoot() : .nan
    }
}
