import Tensors

/// A quantized matrix product with a summand: `Y = saturate(round((alpha · (A − a₀) · (B − b₀) + C) · s_a · s_b / s_y) + y₀)`.
///
/// Scales of B may be one a column; C is int32 by the scale `alpha · s_a · s_b`. Without a scale for Y the result is float32.
///
/// Source: onnxruntime com.microsoft:QGemm, version 1.
struct QGemm: Operator {
    static let name = "com.microsoft:QGemm"
    private let transposesA: Bool
    private let transposesB: Bool
    private let alpha: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        transposesA = try attributes.int("transA", default: 0) != 0
        transposesB = try attributes.int("transB", default: 0) != 0
        alpha = try attributes.float("alpha", default: 1)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.requireQuantized(0, "A", scale: 1, zero: 2)
        let shape = try shape(a.shape, inputs.required(3, "B").shape)
        _ = try inputs.requireQuantized(3, "B", scale: 4, zero: 5, channelCount: shape[1])
        if let summand = inputs.optional(6) {
            guard summand.elementType == .int32, Shape.broadcast(shape, summand.shape) == shape else {
                throw .shapes(found: [summand.shape], expected: "an int32 summand that broadcasts to \(shape)")
            }
        }
        guard inputs.optional(7) != nil else { return [try ValueInfo(checking: .float32, shape)] }
        let type = try inputs.byteType(ofZero: 8, "Y")
        try inputs.requireQuantization(of: type, "Y", scale: 7, zero: 8)
        return [try ValueInfo(checking: type, shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (a, b) = (try inputs.required(0), try inputs.required(3))
        let (left, right) = (try inputs.quantization(scale: 1, zero: 2), try inputs.quantization(scale: 4, zero: 5))
        let shape = try shape(a.shape, b.shape)
        let first = Self.transposed(a.centered(left.zeros), transposesA, in: context)
        var second = Self.transposed(b.converted(to: .float64), transposesB, in: context)
        second = try MatrixOperand.centered(second, zeros: Tensor([right.zeros.count], elements: right.zeros), isLeft: false)
        let sums = try MatrixProduct(first.shape, second.shape).double(first, second)
        let summand = StridedView(inputs.optional(6)?.shape ?? []).broadcast(to: shape)
            .copy(of: inputs.optional(6)?.converted(to: .float64) ?? Tensor([], elements: [0.0]), in: context)
        let columns = shape[1]
        let numbers = Tensor(shape) { y in
            let (source, added) = (sums.elements(as: Double.self), summand.elements(as: Double.self))
            for index in y.indices {
                y[index] = Float(source[index] + added[index]) * (alpha * left.scales[0] * right.scale(index % columns))
            }
        }
        guard inputs.optional(7) != nil else { return [numbers] }
        return [try inputs.quantization(scale: 7, zero: 8).integers(numbers, type: inputs.required(8).elementType)]
    }

    private static func transposed(_ matrix: Tensor, _ isTransposed: Bool, in context: RunContext) -> Tensor {
        guard isTransposed else { return matrix }
        return StridedView(matrix.shape).permuted([1, 0]).copy(of: matrix, as: [matrix.shape[1], matrix.shape[0]], in: context)
    }

    private func shape(_ a: Shape, _ b: Shape) throws(OperatorError) -> Shape {
        guard a.rank == 2, b.rank == 2, a[transposesA ? 0 : 1] == b[transposesB ? 1 : 0] else {
            throw .shapes(found: [a, b], expected: "matrices whose inner extents are equal")
        }
        return [a[transposesA ? 1 : 0], b[transposesB ? 0 : 1]]
    }

    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let a = inputs.optional(0), a.shape.rank == 2, let output = outputs.first else { return 0 }
        return output.shape.elementCount.multipliedReportingOverflow(by: a.shape[transposesA ? 0 : 1]).partialValue
    }

    var parameterIndices: [Int] { [3, 6] }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        switch index {
        case 0: .axes(transposesA ? [.all, .same(0)] : [.same(0), .all])
        case 3: .axes(transposesB ? [.same(1), .all] : [.all, .same(1)])
        default: inputs.optional(index).map { .everything(rank: $0.shape.rank) }
        }
    }
}
