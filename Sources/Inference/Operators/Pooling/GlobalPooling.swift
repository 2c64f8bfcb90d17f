import Tensors

/// What pools over all spatial axes have in common: `[N, C, …]` becomes `[N, C, 1, …]`.
protocol GlobalPooling: Operator {
    /// The one number that stands for a plane of at least one element.
    func pool(_ plane: UnsafeBufferPointer<Float>) -> Float
}

extension GlobalPooling {
    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType == .float32 || x.elementType.isHalfPrecision else {
            throw .elementType(role: "X", found: x.elementType, expected: "float32, float16 or bfloat16")
        }
        guard x.shape.rank >= 3 else { throw .rank(role: "X", found: x.shape, expected: "at least 3 axes") }
        guard x.shape.elementCount > 0 else { throw .shapes(found: [x.shape], expected: "maps of at least one element") }
        return [ValueInfo(x.elementType, outputShape(x.shape))]
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let x = try inputs.required(0)
        let planeSize = x.shape.dimensions[2...].reduce(1, *)
        let result = Tensor(outputShape(x.shape)) { y in
            let source = x.floatElements
            for plane in y.indices {
                y[plane] = pool(UnsafeBufferPointer(rebasing: source[plane * planeSize..<(plane + 1) * planeSize]))
            }
        }
        return [result]
    }

    private func outputShape(_ x: Shape) -> Shape {
        Shape(x.dimensions[..<2] + [Int](repeating: 1, count: x.rank - 2))
    }
}
