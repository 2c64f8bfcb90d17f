import Tensors

/// The input with elements added, or with negative numbers removed, before and after each axis.
///
/// What is added is a constant, the nearest element (`edge`), or the input mirrored at its border elements (`reflect`) or
/// repeated (`wrap`).
///
/// Source: ONNX Pad, opsets 1 (`paddings`), 2 (attributes), 11, 13 (inputs), 18 (axes), 19 (`wrap`), 21, 23.
struct Pad: Operator {
    static let name = "Pad"
    private let mode: Mode
    /// Before opset 11.
    private let attributePads: [Int]?
    private let attributeValue: Float

    private enum Mode: String, CaseIterable { case constant, reflect, edge, wrap }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        mode = try attributes.choice("mode", default: .constant)
        attributeValue = try attributes.float("value", default: 0)
        guard operatorSet < 11 else {
            attributePads = nil
            return
        }
        let pads = if let pads = try attributes.ints("pads") { pads } else { try attributes.ints("paddings") }
        guard let pads else { throw .missingAttribute(name: "pads") }
        attributePads = pads
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        if attributePads == nil, let value = inputs.optional(2) {
            try value.requireType(of: data, role: "constant_value", like: "data")
            guard value.shape.checkedElementCount == 1 else {
                throw .shapes(found: [value.shape], expected: "a scalar for 'constant_value'")
            }
        }
        return [try ValueInfo(checking: data.elementType, padded(data.shape, pads(data.shape, inputs)))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        let given = attributePads == nil ? inputs.optional(2) : Tensor(scalar: attributeValue).converted(to: data.elementType)
        return [try padded(inputs, with: given)]
    }

    /// The first input with `constant`, or 0, as what is added in that mode.
    func padded(_ inputs: [Tensor?], with constant: Tensor?) throws -> Tensor {
        var result = try inputs.required(0)
        let pads = try pads(result.shape, inputs.known)
        for (axis, pad) in pads.enumerated() where pad != (0, 0) {
            let extent = result.shape[axis]
            let indices = (-pad.before..<extent + pad.after).map { source(of: $0, extent: extent) }
            result = result.gathered(axis: axis, indices: indices, fill: constant)
        }
        return result
    }

    /// What is added before and after each axis.
    func pads(_ shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> [(before: Int, after: Int)] {
        let given = if let attributePads { attributePads } else { try inputs.requiredIntegers(1, "pads") }
        var axes = Array(0..<shape.rank)
        if attributePads == nil, inputs.optional(3) != nil {
            axes = try AxisList.normalized(try inputs.requiredIntegers(3, "axes"), rank: shape.rank)
        }
        guard given.count == 2 * axes.count else {
            throw .attributeValue(name: "pads", value: "\(given)", expected: "\(2 * axes.count) numbers")
        }
        var pads = [(before: Int, after: Int)](repeating: (0, 0), count: shape.rank)
        for (position, axis) in axes.enumerated() { pads[axis] = (given[position], given[position + axes.count]) }
        return pads
    }

    private func padded(_ shape: Shape, _ pads: [(before: Int, after: Int)]) throws(OperatorError) -> Shape {
        var result = shape
        for (axis, pad) in pads.enumerated() {
            let (some, overflows) = shape[axis].addingReportingOverflow(pad.before)
            let (all, overflowsToo) = some.addingReportingOverflow(pad.after)
            let isEmptySource = mode != .constant && shape[axis] == 0 && all > 0
            guard !overflows, !overflowsToo, all >= 0, pad.before > .min, !isEmptySource else {
                throw .attributeValue(
                    name: "pads", value: "\(pad.before), \(pad.after)", expected: "what an axis of \(shape[axis]) can take")
            }
            result.dimensions[axis] = all
        }
        return result
    }

    /// The element of the input that stands at `place`, which may lie outside; -1 for the constant.
    func source(of place: Int, extent: Int) -> Int {
        if (0..<extent).contains(place) { return place }
        switch mode {
        case .constant: return -1
        case .edge: return place < 0 ? 0 : extent - 1
        case .wrap:
            let remainder = place % extent
            return remainder < 0 ? remainder + extent : remainder
        case .reflect:
            let period = max(1, 2 * (extent - 1))
            let remainder = (place % period + period) % period
            return min(remainder, period - remainder) % extent
        }
    }
}
