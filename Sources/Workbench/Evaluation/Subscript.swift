import Tensors

/// What stands at one place of an index: `17`, or `10..20`.
enum Subscript {
    case position(Int)
    case range(lower: Int?, upper: Int?)

    init(_ value: Value) throws(ValueError) {
        guard case .range(let range) = value else {
            self = .position(try value.integer())
            return
        }
        self = .range(lower: try Self.bound(range.lower), upper: try Self.bound(range.upper))
    }

    private static func bound(_ number: Double?) throws(ValueError) -> Int? {
        guard let number else { return nil }
        return try Value.number(number).integer()
    }

    /// The positions along an axis of `count` that are meant; negative ones count from the end.
    func positions(in count: Int) throws(ValueError) -> Range<Int> {
        switch self {
        case .position(let index):
            let position = try Self.normalized(index, count)
            return position..<position + 1
        case .range(let lower, let upper):
            let first = try lower.map { bound throws(ValueError) in try Self.normalized(bound, count) } ?? 0
            let last = try upper.map { bound throws(ValueError) in try Self.normalized(bound, count) } ?? count - 1
            return first..<max(first, last + 1)
        }
    }

    private static func normalized(_ index: Int, _ count: Int) throws(ValueError) -> Int {
        let position = index < 0 ? index + count : index
        guard (0..<count).contains(position) else { throw .index(index, count: count) }
        return position
    }

    /// Whether the axis is gone afterwards.
    var removesAxis: Bool { if case .position = self { true } else { false } }
}

extension Value {
    /// The part that one subscript for each of the first axes selects.
    func indexed(by subscripts: [Subscript]) throws(ValueError) -> Value {
        switch self {
        case .tensor(let tensor): return Value(try tensor.indexed(by: subscripts))
        case .list(let elements):
            guard subscripts.count == 1 else { throw .tooManyIndices(subscripts.count, rank: 1) }
            let positions = try subscripts[0].positions(in: elements.count)
            return subscripts[0].removesAxis ? elements[positions.lowerBound] : .list(Array(elements[positions]))
        default: throw .unexpected(expected: "a tensor or a list to index", found: kindDescription)
        }
    }
}

extension Tensor {
    /// The part that one subscript for each of the first axes selects.
    fileprivate func indexed(by subscripts: [Subscript]) throws(ValueError) -> Tensor {
        guard subscripts.count <= shape.rank else { throw .tooManyIndices(subscripts.count, rank: shape.rank) }
        var ranges: [Range<Int>] = []
        for axis in 0..<shape.rank {
            ranges.append(axis < subscripts.count ? try subscripts[axis].positions(in: shape[axis]) : 0..<shape[axis])
        }
        let kept = ranges.indices.filter { $0 >= subscripts.count || !subscripts[$0].removesAxis }
        let result = Shape(kept.map { ranges[$0].count })
        let numbers = convertedToFloat32()
        let strides = shape.strides
        var offsets = [0]
        for (axis, range) in ranges.enumerated().dropLast() {
            offsets = offsets.flatMap { offset in range.map { offset + $0 * strides[axis] } }
        }
        let last = ranges.last ?? 0..<1
        return withExtendedLifetime(numbers.storage) {
            let source = numbers.floatElements
            return Tensor(result) { destination in
                var index = 0
                for offset in offsets {
                    for position in last {
                        destination[index] = source[offset + position]
                        index += 1
                    }
                }
            }
        }
    }
}
