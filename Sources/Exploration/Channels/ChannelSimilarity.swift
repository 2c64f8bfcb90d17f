/// How alike the channels of a value are to one another, over one picture or many.
///
/// - Complexity: O(C²) memory, O(C² · area) a picture.
struct ChannelSimilarity: Sendable {
    private let channelCount: Int
    private var count = 0.0
    /// What is subtracted from each channel's numbers: its mean in the first picture.
    private var shifts: [Float] = []
    private var sums: [Double]
    /// `[C, C]`, the products of channels i <= j.
    private var products: [Double]
    private var isFinite: [Bool]

    init(channelCount: Int) {
        self.channelCount = channelCount
        sums = Array(repeating: 0, count: channelCount)
        products = Array(repeating: 0, count: channelCount * channelCount)
        isFinite = Array(repeating: true, count: channelCount)
    }

    /// Takes in maps `[C, area]`.
    mutating func add(_ maps: UnsafeBufferPointer<Float>, area: Int) {
        if shifts.isEmpty {
            shifts = (0..<channelCount).map { maps[$0 * area..<($0 + 1) * area].reduce(0, +) / Float(area) }
        }
        var shifted = [Float](repeating: 0, count: maps.count)
        for channel in 0..<channelCount {
            for index in channel * area..<(channel + 1) * area {
                shifted[index] = maps[index] - shifts[channel]
                sums[channel] += Double(shifted[index])
            }
            if !sums[channel].isFinite { isFinite[channel] = false }
        }
        count += Double(area)
        shifted.withUnsafeBufferPointer { shifted in
            products.withUnsafeMutableBufferPointer { products in
                for first in 0..<channelCount {
                    for second in first..<channelCount {
                        var sum: Float = 0
                        let (a, b) = (first * area, second * area)
                        for index in 0..<area { sum += shifted[a + index] * shifted[b + index] }
                        products[first * channelCount + second] += Double(sum)
                    }
                }
            }
        }
    }

    /// The channel most like this one, where it is a duplicate.
    func duplicate(of channel: Int) -> Int? {
        var best: (channel: Int, correlation: Double)?
        for other in 0..<channelCount where other != channel {
            let correlation = correlation(channel, other)
            guard correlation > ChannelSummary.duplicateCorrelation, correlation > best?.correlation ?? -1 else { continue }
            best = (other, correlation)
        }
        return best?.channel
    }

    private func correlation(_ a: Int, _ b: Int) -> Double {
        guard isFinite[a], isFinite[b] else { return .nan }
        let (x, y) = (variation(a), variation(b))
        let product = products[min(a, b) * channelCount + max(a, b)] - sums[a] * sums[b] / count
        return x > 0 && y > 0 ? product / (x * y).squareRoot() : .nan
    }

    private func variation(_ channel: Int) -> Double {
        products[channel * channelCount + channel] - sums[channel] * sums[channel] / count
    }
}
