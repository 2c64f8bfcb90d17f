import Tensors

/// Functions that see the same numbers under another shape.
extension Function {
    static let shape = Function(
        "shape", "x", summary: "the number of elements along each axis", shapes: "x of any shape gives [rank]"
    ) { arguments, _ in
        if case .list(let elements) = arguments["x"] { return .tensor(Tensor([1], [Float(elements.count)])) }
        let dimensions = try arguments.tensor("x").shape.dimensions
        return .tensor(Tensor([dimensions.count], dimensions.map { Float($0) }))
    }

    static let reshape = Function(
        "reshape", "x", "shape", summary: "the same numbers in another shape; one dimension may be -1, for what remains",
        shapes: "the new shape has as many elements as x"
    ) { arguments, _ in
        let tensor = try arguments.tensor("x")
        return Value(tensor.reshaped(to: try completed(try integers(arguments["shape"]), for: tensor)))
    }

    static let transpose = Function(
        "transpose", "x", "axes?", summary: "the axes in another order, reversed if none is given",
        shapes: "axes names every axis of x once, counted from 0"
    ) { arguments, _ in
        let tensor = try arguments.tensor("x")
        guard arguments.has("axes") else { return Value(tensor.transposed(Array((0..<tensor.shape.rank).reversed()))) }
        let axes = try integers(arguments["axes"])
        guard axes.sorted() == Array(0..<tensor.shape.rank) else {
            throw ValueError.unexpected(expected: "every axis from 0 to \(tensor.shape.rank - 1) once", found: "\(arguments["axes"])")
        }
        return Value(tensor.transposed(axes))
    }

    static let channel = Function(
        "channel", "x", "n", summary: "one channel of maps [C, H, W] or of a picture [H, W, 3]",
        shapes: "x is a plane [H, W], maps [C, H, W] or [1, C, H, W], or a picture [H, W, 3]; gives [H, W]"
    ) { arguments, _ in
        let planes = try Planes(arguments.tensor("x"))
        let index = try arguments["n"].integer()
        guard (0..<planes.count).contains(index) else { throw ValueError.index(index, count: planes.count) }
        return .tensor(planes.tensor.part(index))
    }

    static let gray = Function(
        "gray", "x", summary: "the lightness of a picture, 0.299 R + 0.587 G + 0.114 B",
        shapes: "x is a picture [H, W, 3], or planes [3, H, W] in the order red, green, blue; gives [H, W]"
    ) { arguments, _ in
        let planes = try Planes(arguments.tensor("x"))
        guard planes.count != 1 else { return .tensor(planes.tensor.part(0)) }
        guard planes.count == 3 || planes.count == 4 else {
            throw ValueError.unexpected(expected: "1, 3 or 4 channels", found: String(planes.count))
        }
        let (red, green, blue) = (planes.tensor.part(0).floats, planes.tensor.part(1).floats, planes.tensor.part(2).floats)
        let lightness = red.indices.map { 0.299 * red[$0] + 0.587 * green[$0] + 0.114 * blue[$0] }
        return .tensor(Tensor([planes.height, planes.width], lightness))
    }

    /// A list of at most eight whole numbers.
    private static func integers(_ value: Value) throws(ValueError) -> [Int] {
        let numbers = try value.tensor().floats
        guard numbers.count <= 8 else { throw .unexpected(expected: "at most 8 axes", found: String(numbers.count)) }
        var integers: [Int] = []
        for number in numbers { integers.append(try Value.number(Double(number)).integer()) }
        return integers
    }

    /// The shape with -1 replaced by what remains.
    private static func completed(_ dimensions: [Int], for tensor: Tensor) throws(ValueError) -> Shape {
        var dimensions = dimensions
        if let open = dimensions.firstIndex(of: -1) {
            dimensions[open] = 1
            let others = Shape(dimensions).checkedElementCount ?? 0
            if others > 0, tensor.elementCount % others == 0 { dimensions[open] = tensor.elementCount / others }
        }
        let shape = Shape(dimensions)
        guard shape.checkedElementCount == tensor.elementCount else {
            throw .shapes(rule: "a shape of as many elements", tensor.shape, shape)
        }
        return shape
    }
}

extension Tensor {
    /// The axes in another order: axis `i` of the result is axis `order[i]` of this.
    func transposed(_ order: [Int]) -> Tensor {
        let strides = shape.strides
        let result = Shape(order.map { shape[$0] })
        let numbers = floats
        var offsets = [0]
        for axis in order {
            offsets = offsets.flatMap { offset in (0..<shape[axis]).map { offset + $0 * strides[axis] } }
        }
        return Tensor(result, offsets.map { numbers[$0] })
    }
}
