import Tensors

/// How operands of different shapes are read together under NumPy's broadcasting rules.
///
/// Axes that all operands run through in the same way are merged, so that equal shapes, a scalar operand and one number a
/// channel (`[C, 1, 1]`) all become a few long runs in which an operand steps by 1 or stands still.
///
/// Source: ONNX, "Broadcasting in ONNX", multidirectional.
struct Broadcasting: Sendable {
    /// The shape of the result.
    let shape: Shape
    /// How far each operand goes within a run from one element to the next: 1 or 0.
    let steps: [Int]
    /// Merged extents, outermost first; the last is the length of a run.
    private let extents: [Int]
    /// For each operand, elements between neighbors along each merged axis; 0 where it repeats.
    private let strides: [[Int]]

    init(_ shapes: [Shape]) throws(OperatorError) {
        var common: Shape = []
        for shape in shapes {
            guard let next = Shape.broadcast(common, shape) else {
                throw .shapes(found: shapes, expected: "shapes that broadcast to one")
            }
            common = next
        }
        shape = common
        let all = shapes.map { Self.repeatingStrides(of: $0, in: common) }
        var extents: [Int] = []
        var merged = [[Int]](repeating: [], count: shapes.count)
        for axis in 0..<common.rank where common[axis] != 1 {
            let continues = all.indices.allSatisfy { operand in
                merged[operand].last.map { $0 == all[operand][axis] * common[axis] } ?? false
            }
            if continues {
                extents[extents.count - 1] *= common[axis]
            } else {
                extents.append(common[axis])
            }
            for operand in all.indices {
                if continues { merged[operand].removeLast() }
                merged[operand].append(all[operand][axis])
            }
        }
        self.extents = extents.isEmpty ? [1] : extents
        strides = extents.isEmpty ? merged.map { _ in [0] } : merged
        steps = strides.map { $0[$0.count - 1] }
    }

    private static func repeatingStrides(of shape: Shape, in common: Shape) -> [Int] {
        let missing = common.rank - shape.rank
        let own = shape.strides
        return (0..<common.rank).map { axis in
            axis < missing || shape[axis - missing] == 1 ? 0 : own[axis - missing]
        }
    }

    /// Calls `body` for consecutive runs of the result's elements `range`, with the element each operand starts from.
    func forEachRun(in range: Range<Int>, _ body: (_ start: Int, _ operands: [Int], _ count: Int) -> Void) {
        let length = extents[extents.count - 1]
        var operands = [Int](repeating: 0, count: strides.count)
        var position = range.lowerBound
        while position < range.upperBound {
            var (row, column) = position.quotientAndRemainder(dividingBy: length)
            let count = min(length - column, range.upperBound - position)
            for operand in operands.indices { operands[operand] = column * steps[operand] }
            for axis in stride(from: extents.count - 2, through: 0, by: -1) {
                let (rest, index) = row.quotientAndRemainder(dividingBy: extents[axis])
                row = rest
                for operand in operands.indices { operands[operand] += index * strides[operand][axis] }
            }
            body(position, operands, count)
            position += count
        }
    }
}

extension Broadcasting {
    /// Elements below which a second thread costs more than it saves.
    static let grain = 1 << 15

    /// Writes `combine(a, b)` for every element of the result.
    func combine<First, Second, Result>(
        _ first: UnsafeBufferPointer<First>, _ second: UnsafeBufferPointer<Second>, into result: UnsafeMutableBufferPointer<Result>,
        _ combine: (First, Second) -> Result
    ) {
        forEachRun(in: 0..<shape.elementCount) { start, operands, count in
            for index in 0..<count {
                result[start + index] = combine(first[operands[0] + index * steps[0]], second[operands[1] + index * steps[1]])
            }
        }
    }
}
