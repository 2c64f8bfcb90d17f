import Tensors

/// How a map is read at places between its elements, and beyond its ends.
struct CoordinateSampling: Sendable {
    enum Mode: Sendable { case nearest, linear, cubic }
    enum Padding: String, CaseIterable, Sendable { case zeros, border, reflection }

    var mode = Mode.linear
    var padding = Padding.zeros
    /// Whether the ends of an axis are the middles of its outer elements, instead of their outer edges.
    var alignsCorners = false

    /// An element along an axis, its weight, and what a small step along the axis makes of that.
    struct Tap {
        var index: Int
        var weight: Double
        var slope: Double
    }

    /// An element of a map of several axes, its weight, and the weight's slope along each axis.
    struct Contribution {
        var offset: Int
        var weight: Double
        var slopes: [Double]
    }

    /// Where a place of `-1...1` along an axis lies, the first element standing at 0, and how far it moves for a step of 1.
    func coordinate(_ normalized: Double, extent: Int) -> (place: Double, step: Double) {
        let length = Double(extent)
        return alignsCorners
            ? ((normalized + 1) / 2 * (length - 1), (length - 1) / 2) : (((normalized + 1) * length - 1) / 2, length / 2)
    }

    /// The elements of a map that make the number at a place, one coordinate an axis.
    func contributions(at coordinates: [Double], of extents: [Int]) -> [Contribution] {
        let rank = extents.count
        var result = [Contribution(offset: 0, weight: 1, slopes: [Double](repeating: 1, count: rank))]
        for axis in 0..<rank {
            let taps = taps(at: coordinates[axis], extent: extents[axis])
            result = result.flatMap { outer in
                taps.map { tap in
                    var next = outer
                    next.offset = outer.offset * extents[axis] + tap.index
                    next.weight *= tap.weight
                    for other in 0..<rank { next.slopes[other] *= other == axis ? tap.slope : tap.weight }
                    return next
                }
            }
        }
        return result
    }

    /// The elements along one axis that make the number at a coordinate; those of weight 0 beyond the ends are left out.
    func taps(at coordinate: Double, extent: Int) -> [Tap] {
        let (place, direction) = padded(mode == .nearest ? coordinate.rounded(.toNearestOrEven) : coordinate, extent: extent)
        // Far outside nothing is near, and what is not a number is nowhere.
        guard place.magnitude < 1e9 else { return [] }
        let first = place.rounded(.down)
        let weights = weights(place - first)
        return weights.enumerated().compactMap { position, weight in
            let index = Int(first) + position - (mode == .cubic ? 1 : 0)
            guard let inside = element(index, extent: extent) else { return nil }
            return Tap(index: inside, weight: weight.value, slope: weight.slope * direction)
        }
    }

    /// The coordinate after padding, and which way it moves there when it moves here: 1, 0 or -1.
    ///
    /// Cubic kernels reach further than their coordinate: there only the elements are padded.
    private func padded(_ coordinate: Double, extent: Int) -> (place: Double, direction: Double) {
        let (low, high) = ends(extent)
        guard mode != .cubic, coordinate < low || coordinate > high else { return (coordinate, 1) }
        switch padding {
        case .zeros: return (coordinate, 1)
        case .border: return (min(max(coordinate, 0), Double(extent - 1)), 0)
        case .reflection: return reflected(coordinate, low, high)
        }
    }

    private func ends(_ extent: Int) -> (low: Double, high: Double) {
        alignsCorners ? (0, Double(extent - 1)) : (-0.5, Double(extent) - 0.5)
    }

    private func reflected(_ coordinate: Double, _ low: Double, _ high: Double) -> (place: Double, direction: Double) {
        let length = high - low
        guard length > 0 else { return (0, 0) }
        let isBelow = coordinate < low
        let distance = isBelow ? low - coordinate : coordinate - high
        let turns = (distance / length).rounded(.towardZero)
        let rest = distance - turns * length
        let startsLow = (turns.remainder(dividingBy: 2) == 0) == isBelow
        let awayFromEnd: Double = isBelow ? -1 : 1
        return startsLow ? (low + rest, awayFromEnd) : (high - rest, -awayFromEnd)
    }

    /// The element that stands for one that may lie beyond the ends.
    private func element(_ index: Int, extent: Int) -> Int? {
        if (0..<extent).contains(index) { return index }
        switch padding {
        case .zeros: return nil
        case .border: return index < 0 ? 0 : extent - 1
        case .reflection:
            let (low, high) = ends(extent)
            return min(max(Int(reflected(Double(index), low, high).place), 0), extent - 1)
        }
    }

    /// The weights of the elements about a place that is `fraction` beyond one, and their slopes.
    private func weights(_ fraction: Double) -> [(value: Double, slope: Double)] {
        switch mode {
        case .nearest: [(1, 0)]
        case .linear: [(1 - fraction, -1), (fraction, 1)]
        case .cubic: (0..<4).map { Self.cubic(fraction + 1 - Double($0)) }
        }
    }

    /// Keys' kernel and its slope at a distance, with the parameter -0.75.
    private static func cubic(_ signed: Double) -> (value: Double, slope: Double) {
        let (a, distance) = (-0.75, signed.magnitude)
        let (value, slope) =
            distance < 1
            ? (((a + 2) * distance - (a + 3)) * distance * distance + 1, (3 * (a + 2) * distance - 2 * (a + 3)) * distance)
            : (((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a, (3 * a * distance - 10 * a) * distance + 8 * a)
        return (value, signed < 0 ? -slope : slope)
    }
}
