import Tensors

/// The numbers that integers of a few bits, or floats of 8 and 4, stand for: `y = (x − zero point) · scale`.
///
/// One scale for all, one for each place along `axis`, or one for each block of `block_size` places.
///
/// Source: ONNX DequantizeLinear, opsets 10, 13 (`axis`), 19 (8-bit floats), 21 (blocks, 4 and 16 bits), 23, 24.
struct DequantizeLinear: Operator {
    static let name = "DequantizeLinear"
    private let axis: Int
    private let block: Int
    private let outputType: ElementType?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 1)
        block = try attributes.int("block_size", default: 0)
        guard block >= 0 else { throw .attributeValue(name: "block_size", value: "\(block)", expected: "at least 0") }
        let code = try attributes.int("output_dtype", default: 0)
        outputType = ElementType(onnxCode: code)
        guard code == 0 || outputType?.isFloatingPoint ?? false else { throw .unsupported("output type \(code)") }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, scale) = (try inputs.required(0, "x"), try inputs.required(1, "x_scale"))
        guard x.elementType.isInteger || x.elementType.isFourBits || x.elementType.isNarrowFloat else {
            throw .elementType(role: "x", found: x.elementType, expected: "integers or floats of 8 bits or 4")
        }
        try scale.requireFloatingPoint("x_scale")
        if let zero = inputs.optional(2), zero.elementType != x.elementType || !zero.shape.hasOneNumberEach(as: scale.shape) {
            throw .shapes(found: [scale.shape, zero.shape], expected: "a zero point of type \(x.elementType) for each scale")
        }
        _ = try QuantizationGrid(x.shape, scales: scale.shape, axis: axis, block: block)
        return [ValueInfo(outputType ?? scale.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (x, scale) = (try inputs.required(0), try inputs.required(1))
        let grid = try QuantizationGrid(x.shape, scales: scale.shape, axis: axis, block: block)
        let scales = scale.numbers(as: Float.self)
        let zeros = inputs.optional(2)?.numbers(as: Double.self) ?? [Double](repeating: 0, count: scales.count)
        let source = x.numbers(as: Double.self)
        let numbers = Tensor(x.shape) { y in
            for index in y.indices {
                let place = grid.scale(of: index)
                y[index] = Float(source[index] - zeros[place]) * scales[place]
            }
        }
        return [numbers.converted(to: outputType ?? scale.elementType)]
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(index).map { index == 0 ? .same(rank: $0.shape.rank, allAlong: []) : .everything(rank: $0.shape.rank) }
    }
}
