import Tensors

/// Whether an element is infinite, of either sign or of the one asked for.
///
/// Source: ONNX IsInf, opsets 10, 20.
struct IsInf: Operator {
    static let name = "IsInf"
    private let detectsNegative: Bool
    private let detectsPositive: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        detectsNegative = try attributes.int("detect_negative", default: 1) != 0
        detectsPositive = try attributes.int("detect_positive", default: 1) != 0
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        try x.requireFloatingPoint("X")
        return [ValueInfo(.bool, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        if x.elementType == .float64 { return [Tensor(x.shape, elements: x.elements(as: Double.self).map(detects))] }
        return [Tensor(x.shape, elements: x.convertedToFloat32().floats.map(detects))]
    }

    private func detects(_ x: some BinaryFloatingPoint) -> Bool {
        x.isInfinite && (x < 0 ? detectsNegative : detectsPositive)
    }
}
