/// What the same work took, again and again.
struct Samples: Encodable {
    private(set) var values: [Double] = []

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
