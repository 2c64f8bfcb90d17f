import Tensors

/// Where elements of a tensor stood before it was given another shape.
struct ReshapeReading {
    /// Axes of both shapes that belong together, with as many elements before as after.
    struct Group {
        let before: [Int]
        let after: [Int]
    }

    let from: Shape
    let to: Shape
    /// Axes of extent 1 belong to no group.
    let groups: [Group]

    /// `nil` for shapes without elements.
    init?(from: Shape, to: Shape) {
        guard from.dimensions.allSatisfy({ $0 > 0 }), to.dimensions.allSatisfy({ $0 > 0 }) else { return nil }
        (self.from, self.to) = (from, to)
        var groups: [Group] = []
        var (before, after) = (from.dimensions.indices.filter { from[$0] > 1 }[...], to.dimensions.indices.filter { to[$0] > 1 }[...])
        while let first = before.popFirst(), let second = after.popFirst() {
            var (own, theirs) = ([first], [second])
            var (count, theirCount) = (from[first], to[second])
            while count != theirCount {
                if count < theirCount {
                    guard let axis = before.popFirst() else { return nil }
                    own.append(axis)
                    count *= from[axis]
                } else {
                    guard let axis = after.popFirst() else { return nil }
                    theirs.append(axis)
                    theirCount *= to[axis]
                }
            }
            groups.append(Group(before: own, after: theirs))
        }
        self.groups = groups
    }

    /// The elements before that a box of elements after comes from.
    ///
    /// Places beyond the ends of a map stay what they are where an axis keeps its extent, or is the first of several that are merged or
    /// split.
    func read(_ box: PlaceBox) -> SupportSet {
        var parts = [PlaceBox(axes: from.dimensions.map { _ in PlaceSet(0..<1) })]
        var isExact = true
        for group in groups {
            if group.before.count == 1, group.after.count == 1 {
                for index in parts.indices { parts[index].axes[group.before[0]] = box.axes[group.after[0]] }
                continue
            }
            let (linear, isLinearExact) = linear(group.after, box)
            let (pieces, isSplitExact) = split(linear, along: group.before.map { from[$0] })
            isExact = isExact && isLinearExact && isSplitExact
            parts = parts.flatMap { part in
                pieces.map { piece in
                    var part = part
                    for (axis, places) in zip(group.before, piece.axes) { part.axes[axis] = places }
                    return part
                }
            }
        }
        var result = SupportSet()
        for part in parts { result.insert(part, isExact: isExact) }
        return result
    }

    /// The places of a box along some axes, as places along the one axis that they make.
    private func linear(_ axes: [Int], _ box: PlaceBox) -> (places: PlaceSet, isExact: Bool) {
        var result = box.axes[axes[0]]
        for axis in axes.dropFirst() {
            let (extent, inner) = (to[axis], box.axes[axis])
            if inner.ranges == [0..<extent] {
                result = PlaceSet(
                    result.ranges.map {
                        PlaceSet.bounded($0.lowerBound, times: extent)..<PlaceSet.bounded($0.upperBound, times: extent)
                    })
                continue
            }
            guard result.count * inner.ranges.count <= PlaceSet.rangeLimit else {
                let (outer, within) = (result.bounds, inner.bounds)
                let start = PlaceSet.bounded(outer.lowerBound, times: extent, plus: within.lowerBound)
                let end = PlaceSet.bounded(outer.upperBound - 1, times: extent, plus: within.upperBound)
                return (PlaceSet(min(start, end)..<max(start, end)), false)
            }
            result = PlaceSet(
                result.places.flatMap { place in
                    inner.ranges.map { range -> Range<Int> in
                        let start = PlaceSet.bounded(place, times: extent, plus: range.lowerBound)
                        return start..<start + range.count
                    }
                })
        }
        return (result, true)
    }

    /// Places along one axis as boxes along the axes that it is split into.
    private func split(_ places: PlaceSet, along extents: [Int]) -> (boxes: [PlaceBox], isExact: Bool) {
        guard extents.count > 1 else { return ([PlaceBox(axes: [places])], true) }
        let stride = extents.dropFirst().reduce(1, *)
        var whole: [Range<Int>] = []
        var partial: [Int: [Range<Int>]] = [:]
        for range in places.ranges {
            let (first, last) = (PlaceSet.floor(range.lowerBound, stride), PlaceSet.floor(range.upperBound - 1, stride))
            for row in Set([first, last]) {
                let part = range.clamped(to: row * stride..<(row + 1) * stride)
                partial[row, default: []].append(part.lowerBound - row * stride..<part.upperBound - row * stride)
            }
            if last - first > 1 { whole.append(first + 1..<last) }
        }
        var rows: [PlaceSet: [Range<Int>]] = [:]
        for (row, ranges) in partial { rows[PlaceSet(ranges), default: []].append(row..<row + 1) }
        if !whole.isEmpty { rows[PlaceSet(0..<stride), default: []] += whole }
        var isExact = true
        let boxes = rows.flatMap { columns, rows in
            let rest = split(columns, along: Array(extents.dropFirst()))
            isExact = isExact && rest.isExact
            return rest.boxes.map { PlaceBox(axes: [PlaceSet(rows)] + $0.axes) }
        }
        return (boxes, isExact)
    }
}
