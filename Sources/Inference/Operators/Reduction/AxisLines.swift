import Tensors

/// The lines of elements along one axis: `groups` × `length` × `columns`, where neighbors in a line are `columns` apart.
struct AxisLines {
    let groups: Int
    let length: Int
    let columns: Int

    init(_ shape: Shape, axis: Int) {
        groups = Shape(Array(shape.dimensions[..<axis])).elementCount
        length = shape[axis]
        columns = Shape(Array(shape.dimensions[(axis + 1)...])).elementCount
    }

    /// Calls `body` with the number of each line and its first element.
    func forEach(_ body: (_ line: Int, _ start: Int) -> Void) {
        for group in 0..<groups {
            for column in 0..<columns { body(group * columns + column, group * length * columns + column) }
        }
    }
}
