import Tensors

/// Part of the input: along each of the given axes from `start` up to, not including, `end`, by `step`, which may be negative.
///
/// Source: ONNX Slice, opsets 1 (attributes), 10, 11, 13 (inputs, and steps).
struct Slice: Operator {
    static let name = "Slice"
    /// Starts, ends and axes before opset 10.
    private let attributes: (starts: [Int], ends: [Int], axes: [Int]?)?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard operatorSet < 10 else {
            self.attributes = nil
            return
        }
        guard let starts = try attributes.ints("starts") else { throw .missingAttribute(name: "starts") }
        guard let ends = try attributes.ints("ends") else { throw .missingAttribute(name: "ends") }
        self.attributes = (starts, ends, try attributes.ints("axes"))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        return [ValueInfo(data.elementType, Shape(try view(of: data.shape, inputs).extents))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let data = try inputs.required(0)
        return [try view(of: data.shape, inputs.known).copy(of: data, in: context)]
    }

    private func view(of shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> StridedView {
        var view = StridedView(shape)
        for cut in try cuts(of: shape, inputs) { view = view.sliced(axis: cut.axis, start: cut.start, count: cut.count, step: cut.step) }
        return view
    }

    /// `count` places along an axis, from `start` on, `step` apart.
    typealias Cut = (axis: Int, start: Int, count: Int, step: Int)

    /// What is taken along each of the axes that the node names.
    func cuts(of shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> [Cut] {
        let starts = if let attributes { attributes.starts } else { try inputs.requiredIntegers(1, "starts") }
        let ends = if let attributes { attributes.ends } else { try inputs.requiredIntegers(2, "ends") }
        var axes = attributes?.axes ?? Array(starts.indices)
        var steps = [Int](repeating: 1, count: starts.count)
        if attributes == nil, inputs.optional(3) != nil { axes = try inputs.requiredIntegers(3, "axes") }
        if attributes == nil, inputs.optional(4) != nil { steps = try inputs.requiredIntegers(4, "steps") }
        guard starts.count == ends.count, starts.count == axes.count, starts.count == steps.count else {
            throw .inputCount(found: ends.count, expected: "as many ends, axes and steps as starts (\(starts.count))")
        }
        let normalized = try AxisList.normalized(axes, rank: shape.rank)
        var cuts: [Cut] = []
        for (position, axis) in normalized.enumerated() {
            guard steps[position] != 0 else { throw .attributeValue(name: "steps", value: "0", expected: "a step other than 0") }
            let (start, count) = Self.places(from: starts[position], to: ends[position], by: steps[position], extent: shape[axis])
            cuts.append((axis, start, count, steps[position]))
        }
        return cuts
    }

    /// The first place along an axis, and how many there are.
    static func places(from start: Int, to end: Int, by step: Int, extent: Int) -> (start: Int, count: Int) {
        let bounds = step > 0 ? (lowest: 0, highest: extent) : (lowest: -1, highest: extent - 1)
        func limited(_ place: Int) -> Int { min(max(place < 0 ? place + extent : place, bounds.lowest), bounds.highest) }
        let (first, last) = (step > 0 ? limited(start) : max(limited(start), -1), limited(end))
        let distance = step > 0 ? last - first : first - last
        guard distance > 0 else { return (0, 0) }
        return (first, (distance - 1) / Int(clamping: step.magnitude) + 1)
    }
}
