import Tensors

/// One number of a network: an element of one of its values.
package struct NetworkUnit: Hashable, Sendable {
    /// The name of the value.
    package let value: String
    /// The element in row-major order, from 0.
    package let element: Int

    package init(value: String, element: Int) {
        self.value = value
        self.element = element
    }
}

/// A tensor seen as maps of rows and columns, so that each of its elements has a channel, a row and a column.
///
/// A first axis of 1 is the batch and dropped. What is left is `[C]`, `[C, W]` with a single row each, or `[C, …, W]`, whose
/// middle axes count as rows, one after another. `[1, C, H, W]` is thus what one expects.
package struct UnitGrid: Hashable, Sendable {
    package let channelCount: Int
    package let rowCount: Int
    package let columnCount: Int
    /// Whether a channel is more than one number, or could be.
    package let hasPlaces: Bool

    package init(_ shape: Shape) {
        let axes = shape.rank > 1 && shape[0] == 1 ? Array(shape.dimensions.dropFirst()) : shape.dimensions
        channelCount = axes.first ?? 1
        columnCount = axes.count > 1 ? axes[axes.count - 1] : 1
        rowCount = axes.count > 2 ? axes[1..<(axes.count - 1)].reduce(1, *) : 1
        hasPlaces = axes.count > 1
    }

    /// The element at a place, `nil` outside.
    package func element(channel: Int, row: Int, column: Int) -> Int? {
        guard (0..<channelCount).contains(channel), (0..<rowCount).contains(row), (0..<columnCount).contains(column) else { return nil }
        return (channel * rowCount + row) * columnCount + column
    }

    /// The place of an element.
    package func place(of element: Int) -> (channel: Int, row: Int, column: Int) {
        let columns = max(1, columnCount)
        let (line, column) = element.quotientAndRemainder(dividingBy: columns)
        return (line / max(1, rowCount), line % max(1, rowCount), column)
    }
}

extension Shape {
    /// The index along each axis of an element in row-major order.
    func indices(of element: Int) -> [Int] {
        var rest = element
        var indices = [Int](repeating: 0, count: rank)
        for axis in stride(from: rank - 1, through: 0, by: -1) where self[axis] > 0 {
            (rest, indices[axis]) = rest.quotientAndRemainder(dividingBy: self[axis])
        }
        return indices
    }

    /// The element that stands at `indices` of a shape that this one broadcasts to: axes of 1 repeat, missing ones at the front too.
    func broadcastElement(at indices: [Int]) -> Int {
        let missing = indices.count - rank
        var element = 0
        for axis in 0..<rank { element = element * self[axis] + (self[axis] == 1 ? 0 : indices[axis + missing]) }
        return element
    }
}

extension Tensor {
    /// One element of a float32 tensor.
    func number(at element: Int) -> Double { withExtendedLifetime(storage) { Double(floatElements[element]) } }
}
