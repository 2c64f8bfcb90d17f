/// A product of places along each of several axes.
package struct PlaceBox: Sendable, Hashable {
    package var axes: [PlaceSet]

    package init(axes: [PlaceSet]) { self.axes = axes }

    package var isEmpty: Bool { axes.contains(where: \.isEmpty) }

    /// How many places there are; the largest integer where there are more than that.
    package var count: Int {
        axes.reduce(1) { product, places in
            let (next, overflows) = product.multipliedReportingOverflow(by: places.count)
            return overflows ? .max : next
        }
    }

    func isSubset(of other: PlaceBox) -> Bool { zip(axes, other.axes).allSatisfy { $0.isSubset(of: $1) } }
}

/// A set of places along several axes, held exactly as a union of boxes.
///
/// Behind joins of branches it need not be one box: a 1×7 convolution beside a 7×1 one reads a cross.
package struct SupportSet: Sendable {
    package private(set) var boxes: [PlaceBox] = []
    /// Whether all of these places belong to the set, instead of some that only lie between others.
    package private(set) var isExact = true
    /// How many boxes there may be before they are put in order.
    private var tidyLimit = 16

    /// With more boxes than this, even in order, the set becomes one box around them.
    private static let boxLimit = 1024

    package init() {}

    init(_ box: PlaceBox, isExact: Bool = true) { insert(box, isExact: isExact) }

    package var isEmpty: Bool { boxes.isEmpty }

    /// How many places there are; the largest integer where there are more than that.
    package var count: Int {
        Self.disjoint(boxes).reduce(0) { sum, box in
            let (next, overflows) = sum.addingReportingOverflow(box.count)
            return overflows ? .max : next
        }
    }

    /// The smallest box of intervals around the set; `nil` where it is empty.
    package var bounds: [Range<Int>]? {
        guard let first = boxes.first else { return nil }
        return boxes.dropFirst().reduce(first.axes.map(\.bounds)) { bounds, box in
            zip(bounds, box.axes).map { min($0.lowerBound, $1.bounds.lowerBound)..<max($0.upperBound, $1.bounds.upperBound) }
        }
    }

    package func contains(_ place: [Int]) -> Bool {
        boxes.contains { box in zip(box.axes, place).allSatisfy { $0.contains($1) } }
    }

    /// For every place of a shape in row-major order whether it belongs to the set.
    func mask(extents: [Int]) -> [Bool] {
        var mask = [Bool](repeating: false, count: extents.reduce(1, *))
        for box in boxes {
            var starts = [0]
            for (places, extent) in zip(box.axes, extents).dropLast() {
                let inside = places.clipped(to: 0..<extent)
                starts = starts.flatMap { start in inside.places.map { start * extent + $0 } }
            }
            guard let last = extents.last, let places = box.axes.last?.clipped(to: 0..<last) else { continue }
            for start in starts {
                for range in places.ranges {
                    for place in range { mask[start * last + place] = true }
                }
            }
        }
        return mask
    }

    package mutating func insert(_ box: PlaceBox, isExact: Bool = true) {
        self.isExact = self.isExact && isExact
        guard !box.isEmpty, !boxes.contains(where: { box.isSubset(of: $0) }) else { return }
        boxes.removeAll { $0.isSubset(of: box) }
        boxes.append(box)
        guard boxes.count > tidyLimit else { return }
        boxes = Self.disjoint(boxes)
        tidyLimit = max(16, 2 * boxes.count)
        if boxes.count > Self.boxLimit, let bounds {
            boxes = [PlaceBox(axes: bounds.map { PlaceSet($0) })]
            self.isExact = false
        }
    }

    mutating func formUnion(_ other: SupportSet) {
        for box in other.boxes { insert(box, isExact: other.isExact) }
        isExact = isExact && other.isExact
    }

    /// The places along some of the axes, in the order given.
    func projected(onto axes: [Int]) -> SupportSet {
        var result = SupportSet()
        for box in boxes { result.insert(PlaceBox(axes: axes.map { box.axes[$0] })) }
        result.boxes = Self.disjoint(result.boxes)
        result.isExact = result.isExact && isExact
        return result
    }

    /// The same places as boxes that share none, as few as the order of the axes allows.
    ///
    /// Along the first axis, places that the same boxes cover are taken together; what those boxes hold along the other axes is put in
    /// order likewise, and places with the same rest are joined.
    static func disjoint(_ boxes: [PlaceBox]) -> [PlaceBox] {
        guard boxes.count > 1 else { return boxes }
        guard let rank = boxes.first?.axes.count, rank > 0 else { return Array(boxes.prefix(1)) }
        var covered: [[Int]: [Range<Int>]] = [:]
        let ends = Set(boxes.flatMap { $0.axes[0].ranges.flatMap { [$0.lowerBound, $0.upperBound] } }).sorted()
        var next = [Int](repeating: 0, count: boxes.count)
        for (start, end) in zip(ends, ends.dropFirst()) {
            var covering: [Int] = []
            for index in boxes.indices {
                let ranges = boxes[index].axes[0].ranges
                while next[index] < ranges.count, ranges[next[index]].upperBound <= start { next[index] += 1 }
                if next[index] < ranges.count, ranges[next[index]].lowerBound <= start { covering.append(index) }
            }
            if !covering.isEmpty { covered[covering, default: []].append(start..<end) }
        }
        var joined: [[PlaceBox]: [Range<Int>]] = [:]
        for (covering, ranges) in covered {
            joined[disjoint(covering.map { PlaceBox(axes: Array(boxes[$0].axes.dropFirst())) }), default: []] += ranges
        }
        return joined.map { (rest: $0.key, places: PlaceSet($0.value)) }
            .sorted { $0.places.bounds.lowerBound < $1.places.bounds.lowerBound }
            .flatMap { part in part.rest.map { PlaceBox(axes: [part.places] + $0.axes) } }
    }
}
