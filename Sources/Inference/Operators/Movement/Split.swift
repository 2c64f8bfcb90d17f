import Tensors

/// The input cut into consecutive parts along an axis: of the given extents, or as equal as possible.
///
/// Source: ONNX Split, opsets 1, 2, 11 (`split` is an attribute), 13 (an input), 18 (`num_outputs`).
struct Split: Operator {
    static let name = "Split"
    let axis: Int
    private let attributeExtents: [Int]?
    /// How many equal parts there are where extents are not given.
    private var outputCount: Int?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis", default: 0)
        attributeExtents = operatorSet < 13 ? try attributes.ints("split") : nil
        outputCount = try attributes.int("num_outputs")
    }

    init(node: Node, operatorSet: Int) throws(OperatorError) {
        try self.init(attributes: node.attributes, operatorSet: operatorSet)
        outputCount = outputCount ?? node.outputs.count
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        return try views(of: input, inputs).map { ValueInfo(input.elementType, Shape($0.extents)) }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let input = try inputs.required(0)
        return try views(of: ValueInfo(constant: input), inputs.known).map { $0.copy(of: input, in: context) }
    }

    private func views(of input: ValueInfo, _ inputs: [ValueInfo?]) throws(OperatorError) -> [StridedView] {
        let axis = try input.requireAxis(axis)
        var start = 0
        var views: [StridedView] = []
        for extent in try extents(of: input.shape[axis], inputs) {
            views.append(StridedView(input.shape).sliced(axis: axis, start: start, count: extent))
            start += extent
        }
        return views
    }

    private func extents(of extent: Int, _ inputs: [ValueInfo?]) throws(OperatorError) -> [Int] {
        var given = attributeExtents
        if given == nil, inputs.optional(1) != nil { given = try inputs.requiredIntegers(1, "split") }
        guard let given else { return try equalExtents(of: extent) }
        var rest = extent
        for part in given {
            guard part >= 0, part <= rest else {
                throw .attributeValue(name: "split", value: "\(given)", expected: "extents that sum to \(extent)")
            }
            rest -= part
        }
        guard rest == 0 else { throw .attributeValue(name: "split", value: "\(given)", expected: "extents that sum to \(extent)") }
        return given
    }

    /// Equal parts, the last one smaller where it must be.
    private func equalExtents(of extent: Int) throws(OperatorError) -> [Int] {
        guard let outputCount else { throw .missingAttribute(name: "num_outputs") }
        guard outputCount > 0, outputCount <= max(extent, 1) else {
            throw .attributeValue(name: "num_outputs", value: String(outputCount), expected: "at most the extent \(extent)")
        }
        let part = (extent + outputCount - 1) / outputCount
        return (0..<outputCount).map { max(0, min(part, extent - $0 * part)) }
    }
}
