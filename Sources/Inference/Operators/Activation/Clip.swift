import CKernels
import Tensors

/// Every element, limited to `min...max`; where the limits cross, `max` wins.
///
/// Source: ONNX Clip, opsets 1 and 6 (limits are attributes), 11, 12, 13 (limits are inputs, each of which may be left out).
struct Clip: Operator {
    static let name = "Clip"
    /// The limits that are attributes; `nil` from opset 11 on.
    let attributeLimits: (low: Float, high: Float)?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard operatorSet < 11 else {
            attributeLimits = nil
            return
        }
        attributeLimits = (
            try attributes.float("min", default: -.greatestFiniteMagnitude), try attributes.float("max", default: .greatestFiniteMagnitude)
        )
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        guard input.elementType.isNumber else { throw .elementType(role: "input", found: input.elementType, expected: "a number") }
        if attributeLimits == nil {
            for (index, role) in [(1, "min"), (2, "max")] {
                guard let limit = inputs.optional(index) else { continue }
                try limit.requireType(of: input, role: role, like: "input")
                guard limit.shape.checkedElementCount == 1 else {
                    throw .shapes(found: [limit.shape], expected: "a scalar for '\(role)'")
                }
            }
        }
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let input = try inputs.required(0)
        if input.elementType == .float32 {
            let low = attributeLimits?.low ?? inputs.optional(1)?.floats.first ?? -.infinity
            let high = attributeLimits?.high ?? inputs.optional(2)?.floats.first ?? .infinity
            return [Self.clip(input, low, high, in: context)]
        }
        return [clip(input, inputs, as: try input.elementType.requiredNumericElement("input"))]
    }

    private static func clip(_ input: Tensor, _ low: Float, _ high: Float, in context: RunContext) -> Tensor {
        Tensor(input.shape) { y in
            nonisolated(unsafe) let source = input.floatElements.baseAddress
            nonisolated(unsafe) let destination = y.baseAddress
            context.parallel(y.count, grain: Broadcasting.grain) { range in
                cnns_clip(source?.advanced(by: range.lowerBound), destination?.advanced(by: range.lowerBound), range.count, low, high)
            }
        }
    }

    private func clip<Element: NumericElement>(_ input: Tensor, _ inputs: [Tensor?], as type: Element.Type) -> Tensor {
        let low = attributeLimits.map { Element(.real(Double($0.low))) } ?? inputs.optional(1)?.elements(as: type).first ?? .lowest
        let high = attributeLimits.map { Element(.real(Double($0.high))) } ?? inputs.optional(2)?.elements(as: type).first ?? .highest
        let source = input.elements(as: type)
        return Tensor(input.shape, of: type) { y in
            for index in y.indices {
                let raised = source[index] < low ? low : source[index]
                y[index] = raised > high ? high : raised
            }
        }
    }
}

extension Clip: ClampingOperator {
    func range(_ inputs: [ValueInfo?]) -> ClosedRange<Float>? {
        guard inputs.optional(0)?.elementType == .float32 else { return nil }
        if let limits = attributeLimits { return limits.low <= limits.high ? limits.low...limits.high : nil }
        guard let low = Self.knownLimit(inputs.optional(1), default: -.infinity),
            let high = Self.knownLimit(inputs.optional(2), default: .infinity),
            low <= high
        else { return nil }
        return low...high
    }

    private static func knownLimit(_ input: ValueInfo?, default standard: Float) -> Float? {
        guard let input else { return standard }
        return input.constant?.floats.first
    }
}
