import Tensors

/// The product of quantized matrices: `Y = saturate(round(((A − a₀) · (B − b₀)) · s_a · s_b / s_y) + y₀)`.
///
/// One scale for all, or one for each row of A and each column of B.
///
/// Source: ONNX QLinearMatMul, opsets 10, 21 (scales in 16 bits).
struct QLinearMatMul: AttributelessOperator {
    static let name = "QLinearMatMul"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (a, b) = (try inputs.required(0, "a"), try inputs.required(3, "b"))
        for (index, operand) in [(0, a), (3, b)] {
            let role = index == 0 ? "a" : "b"
            guard operand.elementType.isByte else {
                throw .elementType(role: role, found: operand.elementType, expected: "int8 or uint8")
            }
            let (scales, zeros) = (try inputs.required(index + 1, "\(role)_scale"), try inputs.required(index + 2, "\(role)_zero_point"))
            try scales.requireFloatingPoint("\(role)_scale")
            try zeros.requireType(of: operand, role: "\(role)_zero_point", like: role)
            _ = try MatrixOperand(operand.shape, parameter: scales.shape, isLeft: index == 0)
            _ = try MatrixOperand(operand.shape, parameter: zeros.shape, isLeft: index == 0)
        }
        let shape = try MatrixProduct(a.shape, b.shape).shape
        let (scale, zero) = (try inputs.required(6, "y_scale"), try inputs.required(7, "y_zero_point"))
        try scale.requireFloatingPoint("y_scale")
        guard scale.shape.elementCount == 1, zero.shape.elementCount == 1, zero.elementType.isByte else {
            throw .shapes(found: [scale.shape, zero.shape], expected: "one scale and one zero point of 8 bits for y")
        }
        _ = try scaleBroadcasting(shape, inputs)
        return [try ValueInfo(checking: zero.elementType, shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (a, b) = (try inputs.required(0), try inputs.required(3))
        let left = try MatrixOperand.centered(a, zeros: inputs.required(2), isLeft: true)
        let right = try MatrixOperand.centered(b, zeros: inputs.required(5), isLeft: false)
        let product = try MatrixProduct(a.shape, b.shape)
        let sums = product.double(left, right)
        let (type, zero) = (try inputs.required(7).elementType, try inputs.required(7).numbers(as: Float.self)[0])
        let scales = try [1, 4, 6].map { try inputs.required($0).numbers(as: Float.self) }
        let (broadcasting, range) = (try scaleBroadcasting(product.shape, inputs.known), type.quantizedRange)
        let (source, steps) = (sums.elements(as: Double.self), broadcasting.steps)
        let rounded = Tensor(product.shape) { y in
            broadcasting.forEachRun(in: 0..<y.count) { start, operands, count in
                for index in 0..<count {
                    let factor = scales[0][operands[1] + index * steps[1]] * scales[1][operands[2] + index * steps[2]] / scales[2][0]
                    y[start + index] = range.nearest(to: Float(source[start + index]) * factor, zero: zero)
                }
            }
        }
        return [rounded.converted(to: type)]
    }

    /// How the product and the scales of the operands are read together.
    private func scaleBroadcasting(_ product: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> Broadcasting {
        let left = try MatrixOperand(inputs.required(0, "a").shape, parameter: inputs.required(1, "a_scale").shape, isLeft: true)
        let right = try MatrixOperand(inputs.required(3, "b").shape, parameter: inputs.required(4, "b_scale").shape, isLeft: false)
        let broadcasting = try Broadcasting([product, left.parameter, right.parameter])
        guard broadcasting.shape == product else {
            throw .shapes(found: [product, left.parameter, right.parameter], expected: "scales that broadcast to the product")
        }
        return broadcasting
    }

    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let a = inputs.optional(0), let depth = a.shape.dimensions.last, let output = outputs.first else { return 0 }
        return output.shape.elementCount.multipliedReportingOverflow(by: depth).partialValue
    }

    var parameterIndices: [Int] { [3] }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 || index == 3, inputs.count > 3 else { return inputs.optional(index).map { .everything(rank: $0.shape.rank) } }
        return MatMul().reading(of: index == 0 ? 0 : 1, for: output, inputs: [inputs[0], inputs[3]], outputs: outputs)
    }
}
