import Tensors

/// The product of matrices of 8-bit integers with its sums as they are: `Y = (A − a₀) · (B − b₀)`, in int32.
///
/// One zero point for all, or one for each row of A and each column of B.
///
/// Source: ONNX MatMulInteger, opset 10.
struct MatMulInteger: AttributelessOperator {
    static let name = "MatMulInteger"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (a, b) = (try inputs.required(0, "A"), try inputs.required(1, "B"))
        for (role, input) in [("A", a), ("B", b)] where !input.elementType.isByte {
            throw .elementType(role: role, found: input.elementType, expected: "int8 or uint8")
        }
        let shape = try MatrixProduct(a.shape, b.shape).shape
        for (index, operand) in [(2, a), (3, b)] {
            guard let zeros = inputs.optional(index) else { continue }
            try zeros.requireType(of: operand, role: "the zero point", like: index == 2 ? "A" : "B")
            _ = try MatrixOperand(operand.shape, parameter: zeros.shape, isLeft: index == 2)
        }
        return [try ValueInfo(checking: .int32, shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (a, b) = (try inputs.required(0), try inputs.required(1))
        let left = try MatrixOperand.centered(a, zeros: inputs.optional(2), isLeft: true)
        let right = try MatrixOperand.centered(b, zeros: inputs.optional(3), isLeft: false)
        return [try MatrixProduct(a.shape, b.shape).double(left, right).converted(to: .int32)]
    }

    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let a = inputs.optional(0), let depth = a.shape.dimensions.last, let output = outputs.first else { return 0 }
        return output.shape.elementCount.multipliedReportingOverflow(by: depth).partialValue
    }

    var parameterIndices: [Int] { [1] }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index < 2 else { return inputs.optional(index).map { .everything(rank: $0.shape.rank) } }
        return MatMul().reading(of: index, for: output, inputs: Array(inputs.prefix(2)), outputs: outputs)
    }
}

/// A matrix of a product and numbers that belong to all of it, to its rows (on the left) or to its columns (on the right).
struct MatrixOperand {
    /// The shape under which the numbers broadcast to the matrix.
    let parameter: Shape

    /// - Parameter parameter: one number, one a row or column, or already with the axes of the matrix.
    init(_ matrix: Shape, parameter: Shape, isLeft: Bool) throws(OperatorError) {
        if parameter.elementCount == 1, parameter.rank <= 1 {
            self.parameter = []
        } else {
            self.parameter = parameter.rank == 1 && isLeft ? Shape(parameter.dimensions + [1]) : parameter
        }
        guard Shape.broadcast(matrix, self.parameter) == matrix else {
            throw .shapes(found: [matrix, parameter], expected: "one number, or one for each \(isLeft ? "row" : "column")")
        }
    }

    /// The integers in double precision without what stands for 0.
    static func centered(_ matrix: Tensor, zeros: Tensor?, isLeft: Bool) throws(OperatorError) -> Tensor {
        let integers = matrix.converted(to: .float64)
        guard let zeros else { return integers }
        let shape = try MatrixOperand(matrix.shape, parameter: zeros.shape, isLeft: isLeft).parameter
        let broadcasting = try Broadcasting([matrix.shape, shape])
        let offsets = zeros.converted(to: .float64)
        return Tensor(matrix.shape, of: Double.self) { result in
            broadcasting.combine(integers.elements(as: Double.self), offsets.elements(as: Double.self), into: result) { $0 - $1 }
        }
    }
}
