import Tensors

/// Whether an element is not a number.
///
/// Source: ONNX IsNaN, opsets 9, 13, 20.
struct IsNaN: AttributelessOperator {
    static let name = "IsNaN"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireFloatingPoint("X")
        return [ValueInfo(.bool, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        if x.elementType == .float64 { return [Tensor(x.shape, elements: x.elements(as: Double.self).map(\.isNaN))] }
        return [Tensor(x.shape, elements: x.convertedToFloat32().floats.map(\.isNaN))]
    }
}
