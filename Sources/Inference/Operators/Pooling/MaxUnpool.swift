import Tensors

/// Every element at the place that the second input names in a larger tensor of zeros: what undoes a maximum pool with indices.
///
/// Input `[N, C, H, W]` (or with another count of spatial axes) and indices of the same shape, which count through the whole output
/// of extent `(H − 1)·s + k − pads`. Where an output shape is given, that output stands at its beginning.
///
/// Source: ONNX MaxUnpool, opsets 9, 11, 22.
struct MaxUnpool: Operator {
    static let name = "MaxUnpool"
    private let window: SlidingWindow

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, indices) = (try inputs.required(0, "X"), try inputs.required(1, "I"))
        guard x.elementType.isFloatingPoint else {
            throw .elementType(role: "X", found: x.elementType, expected: "floating-point")
        }
        guard indices.elementType == .int64 else { throw .elementType(role: "I", found: indices.elementType, expected: "int64") }
        guard indices.shape == x.shape else { throw .shapes(found: [x.shape, indices.shape], expected: "indices of the shape of X") }
        return [try ValueInfo(checking: x.elementType, extents(x.shape, inputs).output)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let (pooled, output) = try extents(x.shape, inputs.known)
        let places = try places(inputs.required(1), pooled: pooled, output: output)
        let width = x.elementType.byteWidth
        let storage = TensorStorage(byteCount: output.elementCount * width)
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        for (index, place) in places.enumerated() {
            for byte in 0..<width { storage.bytes[place * width + byte] = x.bytes[index * width + byte] }
        }
        return [Tensor(shape: output, elementType: x.elementType, storage: storage)]
    }

    /// Where in the output each element goes.
    func places(_ indices: Tensor, pooled: Shape, output: Shape) throws(OperatorError) -> [Int] {
        let count = pooled.elementCount
        let found = indices.numbers(as: Int64.self)
        if let stranger = found.first(where: { $0 < 0 || $0 >= count }) {
            throw .index(role: "I", found: Int(stranger), extent: count)
        }
        if pooled == output { return found.map(Int.init) }
        let (from, to) = (pooled.strides, output.strides)
        return found.map { index in
            var (rest, place) = (Int(index), 0)
            for axis in from.indices {
                place += rest / from[axis] * to[axis]
                rest %= from[axis]
            }
            return place
        }
    }

    /// The shape that was pooled, and that of the output.
    func extents(_ x: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> (pooled: Shape, output: Shape) {
        guard let kernel = window.kernel else { throw .missingAttribute(name: "kernel_shape") }
        guard x.rank >= 3, kernel.count == x.rank - 2 else {
            throw .rank(role: "X", found: x, expected: "\(kernel.count) spatial axes")
        }
        guard x.elementCount > 0 else { throw .shapes(found: [x], expected: "maps of at least one element") }
        let transposed = try window.transposed(input: Array(x.dimensions[2...]), kernel: kernel, outputPadding: nil, outputShape: nil)
        let pooled = Shape(x.dimensions[..<2] + transposed.input)
        guard let given = inputs.optional(2), given.shape != [0] else { return (pooled, pooled) }
        let output = Shape(try inputs.requiredIntegers(2, "output_shape"))
        guard output.rank == x.rank, zip(output.dimensions, pooled.dimensions).allSatisfy({ $0 >= $1 }) else {
            throw .shapes(found: [output], expected: "an output of at least \(pooled)")
        }
        return (pooled, output)
    }
}
