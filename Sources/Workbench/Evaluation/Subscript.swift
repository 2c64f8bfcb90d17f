import Tensors

/// What stands at one place of an index: `17`, `10..20`, or a list of positions.
enum Subscript {
    case position(Int)
    case positions([Int])
    case range(lower: Int?, upper: Int?)

    init(_ value: Value) throws(ValueError) {
        switch value {
        case .range(let range): self = .range(lower: try Self.bound(range.lower), upper: try Self.bound(range.upper))
        case .tensor(let tensor) where tensor.shape.rank == 1:
            var positions: [Int] = []
            for number in tensor.convertedToFloat32().floats { positions.append(try Value.number(Double(number)).integer()) }
            self = .positions(positions)
        default: self = .position(try value.integer())
        }
    }

    private static func bound(_ number: Double?) throws(ValueError) -> Int? {
        guard let number else { return nil }
        return try Value.number(number).integer()
    }

    /// The positions along an axis of `count` that are meant; negative ones count from the end.
    func positions(in count: Int) throws(ValueError) -> [Int] {
        switch self {
        case .position(let index): return [try Self.normalized(index, count)]
        case .positions(let indices):
            var positions: [Int] = []
            for index in indices { positions.append(try Self.normalized(index, count)) }
            return positions
        case .range(let lower, let upper):
            let first = try lower.map { bound throws(ValueError) in try Self.normalized(bound, count) } ?? 0
            let last = try upper.map { bound throws(ValueError) in try Self.normalized(bound, count) } ?? count - 1
            return Array(first..<max(first, last + 1))
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
            return subscripts[0].removesAxis ? elements[positions[0]] : .list(positions.map { elements[$0] })
        default: throw .unexpected(expected: "a tensor or a list to index", found: kindDescription)
        }
    }
}

extension Tensor {
    /// The part that one subscript for each of the first axes selects.
    fileprivate func indexed(by subscripts: [Subscript]) throws(ValueError) -> Tensor {
        guard subscripts.count <= shape.rank else { throw .tooManyIndices(subscripts.count, rank: shape.rank) }
        var ranges: [[Int]] = []
        for axis in 0..<shape.rank {
            ranges.append(axis < subscripts.count ? try subscripts[axis].positions(in: shape[axis]) : Array(0..<shape[axis]))
        }
        let kept = ranges.indices.filter { $0 >= subscripts.count || !subscripts[$0].removesAxis }
        let result = Shape(kept.map { ranges[$0].count })
        _ = try result.boundedElementCount()
        let numbers = convertedToFloat32()
        let strides = shape.strides
        var offsets = [0]
        for (axis, range) in ranges.enumerated().dropLast() {
            offsets = offsets.flatMap { offset in range.map { offset + $0 * strides[axis] } }
        }
        let last = ranges.last ?? [0]
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
