import Inference

/// Places along one axis: ranges in ascending order that neither overlap nor touch.
package struct PlaceSet: Sendable, Hashable {
    package private(set) var ranges: [Range<Int>]

    /// Beyond this, places are cut: nothing that a network computes lies so far out.
    static let limit = 1 << 40
    /// More ranges than this are taken together.
    static let rangeLimit = 1 << 13

    package init(_ range: Range<Int>) { ranges = range.isEmpty ? [] : [range] }

    /// The union of ranges in any order.
    init(_ ranges: [Range<Int>]) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    package init(places: some Sequence<Int>) {
        self.init(
            places.map { place in
                let place = Swift.min(Swift.max(place, -Self.limit), Self.limit)
                return place..<place + 1
            })
    }

    package var isEmpty: Bool { ranges.isEmpty }
    package var count: Int { ranges.reduce(0) { $0 + $1.count } }
    /// From the first to the last place; empty at 0 where there is none.
    package var bounds: Range<Int> { ranges.isEmpty ? 0..<0 : ranges[0].lowerBound..<ranges[ranges.count - 1].upperBound }

    package func contains(_ place: Int) -> Bool { ranges.contains { $0.contains(place) } }

    func isSubset(of other: PlaceSet) -> Bool {
        var next = 0
        for range in ranges {
            while next < other.ranges.count, other.ranges[next].upperBound < range.upperBound { next += 1 }
            guard next < other.ranges.count, other.ranges[next].lowerBound <= range.lowerBound else { return false }
        }
        return true
    }

    func union(_ other: PlaceSet) -> PlaceSet {
        if ranges == other.ranges || other.isEmpty { return self }
        return PlaceSet(ranges + other.ranges)
    }

    func clipped(to range: Range<Int>) -> PlaceSet {
        if bounds.lowerBound >= range.lowerBound, bounds.upperBound <= range.upperBound { return self }
        return PlaceSet(ranges.map { $0.clamped(to: range) })
    }

    /// The places one after another.
    var places: some Sequence<Int> { ranges.lazy.joined() }
}

// MARK: - What places of an output read

extension PlaceSet {
    /// The places of an input axis that are read for these places of an output axis; whether they are exact, or more than are read.
    func read(by reading: AxisReading, isEndless: Bool) -> (places: PlaceSet, isExact: Bool) {
        switch reading {
        case .all, .first: return (self, true)
        case .window(_, let window): return covered(by: window)
        case .group(_, let size, let reads):
            guard size > 0, reads > 0 else { return (PlaceSet([]), true) }
            let blocks = ranges.map { range -> Range<Int> in
                let start = Self.bounded(Self.floor(range.lowerBound, size), times: reads)
                return start..<Self.bounded(Self.floor(range.upperBound - 1, size) + 1, times: reads)
            }
            return (PlaceSet(blocks), true)
        case .table(_, let sources):
            guard count <= Self.rangeLimit * 16 else { return (hull { sources($0, isEndless) }, false) }
            return (PlaceSet(places: places.flatMap { sources($0, isEndless) }), true)
        }
    }

    /// The range between what the first and the last place read.
    private func hull(_ sources: (Int) -> [Int]) -> PlaceSet {
        let ends = sources(bounds.lowerBound) + sources(bounds.upperBound - 1)
        guard let low = ends.min(), let high = ends.max() else { return PlaceSet([]) }
        return PlaceSet(low..<high + 1)
    }

    /// The places under a window at each of these places.
    private func covered(by window: AxisWindow) -> (places: PlaceSet, isExact: Bool) {
        if window == AxisWindow() { return (self, true) }
        let reach = (window.kernel - 1) * window.dilation + 1
        func span(_ range: Range<Int>) -> Range<Int> {
            let ends = [range.lowerBound, range.upperBound - 1].map { Self.bounded($0, times: window.stride, plus: window.offset) }
            return Swift.min(ends[0], ends[1])..<Swift.max(ends[0], ends[1]) + reach
        }
        let isDense = window.dilation == 1 && window.kernel >= abs(window.stride)
        if isDense { return (PlaceSet(ranges.map(span)), true) }
        if abs(window.stride) == 1 {
            guard ranges.count * window.kernel <= Self.rangeLimit else { return (PlaceSet(ranges.map(span)), false) }
            let taps = (0..<window.kernel).flatMap { tap in
                ranges.map { range in
                    let all = span(range)
                    let start = all.lowerBound + tap * window.dilation
                    return start..<start + all.count - reach + 1
                }
            }
            return (PlaceSet(taps), true)
        }
        let runs = window.dilation == 1 ? 1 : window.kernel
        guard count <= Self.rangeLimit / runs else { return (PlaceSet(ranges.map(span)), false) }
        let length = window.dilation == 1 ? window.kernel : 1
        let taps = places.flatMap { place in
            let start = Self.bounded(place, times: window.stride, plus: window.offset)
            return (0..<runs).map { start + $0 * window.dilation..<start + $0 * window.dilation + length }
        }
        return (PlaceSet(taps), true)
    }

    /// `place · factor + offset`, or the limit where that lies beyond it.
    static func bounded(_ place: Int, times factor: Int, plus offset: Int = 0) -> Int {
        let (product, overflows) = place.multipliedReportingOverflow(by: factor)
        guard !overflows, abs(product) < limit, abs(offset) < limit else { return (place < 0) == (factor < 0) ? limit : -limit }
        return product + offset
    }

    /// The quotient rounded down.
    static func floor(_ dividend: Int, _ divisor: Int) -> Int {
        let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
