/// What the same work took, again and again.
struct Samples: Codable {
    private(set) var values: [Double] = []

    init() {}

    init(_ values: [Double]) { self.values = values }

    /// Several pieces of work as one: the first samples of all together, the second ones, and so on.
    init(sumOf samples: [Samples]) {
        values = (0..<(samples.map(\.values.count).min() ?? 0)).map { index in samples.reduce(0) { $0 + $1.values[index] } }
    }

    mutating func add(_ value: Double) { values.append(value) }

    var minimum: Double { values.min() ?? .nan }

    var median: Double {
        guard !values.isEmpty else { return .nan }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// What a share of the values, `0...1`, does not pass.
    func quantile(_ share: Double) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)]
    }

    /// Between the lower and the upper quartile.
    var middleHalf: ClosedRange<Double> {
        guard let last = values.indices.last else { return 0...0 }
        let sorted = values.sorted()
        return sorted[last / 4]...sorted[last - last / 4]
    }

    /// `other` ÷ this, pair by pair: what disturbs both of a pair drops out.
    func ratios(of other: Samples) -> Samples { Samples(zip(other.values, values).map { $0 / $1 }) }

    /// The median of ``ratios(of:)``.
    func medianRatio(of other: Samples) -> Double { ratios(of: other).median }
}
