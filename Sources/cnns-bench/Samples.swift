/// What the same work took, again and again.
struct Samples: Encodable {
    private(set) var values: [Double] = []

    init() {}

    private init(values: [Double]) { self.values = values }

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

    /// The median of `other` ÷ this, pair by pair: what disturbs both of a pair drops out.
    func medianRatio(of other: Samples) -> Double {
        Samples(values: zip(other.values, values).map { $0 / $1 }).median
    }
}
