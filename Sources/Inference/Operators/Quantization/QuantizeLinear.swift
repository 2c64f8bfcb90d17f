import Tensors

/// Numbers as integers of a few bits, or floats of 8 and 4: `y = saturate(round(x / scale) + zero point)`, ties to the even one.
///
/// One scale for all, one for each place along `axis`, or one for each block of `block_size` places.
///
/// Source: ONNX QuantizeLinear, opsets 10, 13 (`axis`), 19 (8-bit floats), 21 (blocks, 4 and 16 bits), 23, 24.
struct QuantizeLinear: Operator {
    static let name = "QuantizeLinear"
    private let axis: Int
    private let block: Int
    private let outputType: ElementType?
    private let narrowing: Narrowing

    private static let types: Set<ElementType> = [
        .int8, .uint8, .int16, .uint16, .int4, .uint4, .float8e4m3fn, .float8e4m3fnuz, .float8e5m2, .float8e5m2fnuz, .float4e2m1,
    ]

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 1)
        block = try attributes.int("block_size", default: 0)
        guard block >= 0 else { throw .attributeValue(name: "block_size", value: "\(block)", expected: "at least 0") }
        let code = try attributes.int("output_dtype", default: 0)
        outputType = ElementType(onnxCode: code)
        guard code == 0 || outputType.map(Self.types.contains) ?? false else { throw .unsupported("output type \(code)") }
        var narrowing = Narrowing()
        narrowing.saturates = try attributes.int("saturate", default: 1) != 0
        self.narrowing = narrowing
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, scale) = (try inputs.required(0, "x"), try inputs.required(1, "y_scale"))
        guard x.elementType.isFloatingPoint || x.elementType == .int32 else {
            throw .elementType(role: "x", found: x.elementType, expected: "floating-point or int32")
        }
        try scale.requireFloatingPoint("y_scale")
        let type = outputType ?? inputs.optional(2)?.elementType ?? .uint8
        guard Self.types.contains(type) else {
            throw .elementType(role: "y_zero_point", found: type, expected: "a type of 4, 8 or 16 bits")
        }
        if let zero = inputs.optional(2), zero.elementType != type || !zero.shape.hasOneNumberEach(as: scale.shape) {
            throw .shapes(found: [scale.shape, zero.shape], expected: "a zero point of type \(type) for each scale")
        }
        _ = try QuantizationGrid(x.shape, scales: scale.shape, axis: axis, block: block)
        return [ValueInfo(type, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let (x, scale) = (try inputs.required(0).convertedToFloat32(), try inputs.required(1))
        let grid = try QuantizationGrid(x.shape, scales: scale.shape, axis: axis, block: block)
        let type = outputType ?? inputs.optional(2)?.elementType ?? .uint8
        let scales = scale.numbers(as: Float.self)
        let zeros = inputs.optional(2)?.numbers(as: Float.self) ?? [Float](repeating: 0, count: scales.count)
        let (isRounded, range) = (!type.isNarrowFloat, type.quantizedRange)
        let numbers = Tensor(x.shape) { y in
            let source = x.floatElements
            for index in y.indices {
                let place = grid.scale(of: index)
                let quotient = source[index] / scales[place]
                y[index] = isRounded ? range.nearest(to: quotient, zero: zeros[place]) : quotient + zeros[place]
            }
        }
        return [numbers.converted(to: type, narrowing)]
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(index).map { index == 0 ? .same(rank: $0.shape.rank, allAlong: []) : .everything(rank: $0.shape.rank) }
    }
}

extension ElementType {
    /// Whether elements are floats of 8 bits or 4.
    var isNarrowFloat: Bool { narrowFloat != nil }
}
