import Tensors

/// The input cut to, or surrounded with zeros up to, given extents of some axes, its middle staying in the middle.
///
/// What is odd is cut off, or added, at the end of an axis.
///
/// Source: ONNX CenterCropPad, opset 18.
struct CenterCropPad: Operator {
    static let name = "CenterCropPad"
    private let axes: [Int]?

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axes = try attributes.ints("axes")
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "input_data")
        return [try ValueInfo(checking: data.elementType, extents(data.shape, inputs))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] { [try centered(inputs, fill: nil)] }

    /// The first input in its new extents, with `fill`, or 0, around it.
    func centered(_ inputs: [Tensor?], fill: Tensor?) throws -> Tensor {
        var result = try inputs.required(0)
        let output = try extents(result.shape, inputs.known)
        for axis in 0..<result.shape.rank where output[axis] != result.shape[axis] {
            let extent = result.shape[axis]
            result = result.gathered(axis: axis, indices: Self.sources(output[axis], of: extent), fill: fill)
        }
        return result
    }

    /// The places of an axis that the new ones show; -1 around them.
    static func sources(_ count: Int, of extent: Int) -> [Int] {
        let first = count < extent ? (extent - count) / 2 : -((count - extent) / 2)
        return (0..<count).map { (0..<extent).contains(first + $0) ? first + $0 : -1 }
    }

    func extents(_ data: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> Shape {
        let wanted = try inputs.requiredIntegers(1, "shape")
        let chosen = if let axes { try AxisList.normalized(axes, rank: data.rank) } else { Array(0..<data.rank) }
        guard wanted.count == chosen.count, wanted.allSatisfy({ (0...ShapeInference.largestElementCount).contains($0) }) else {
            throw .attributeValue(name: "shape", value: "\(wanted)", expected: "\(chosen.count) extents")
        }
        var output = data
        for (extent, axis) in zip(wanted, chosen) { output.dimensions[axis] = extent }
        // Axes change one after another: what stands in between must be a shape too.
        guard Shape(zip(output.dimensions, data.dimensions).map(max)).checkedElementCount ?? .max <= ShapeInference.largestElementCount
        else {
            throw .shapes(found: [output], expected: "a smaller output")
        }
        return output
    }
}

extension CenterCropPad {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let data = inputs.optional(0)?.shape, let extents = try? extents(data, inputs) else { return nil }
        return .axes(
            (0..<data.rank).map { axis in
                let (extent, count) = (data[axis], extents[axis])
                let first = count < extent ? (extent - count) / 2 : -((count - extent) / 2)
                return .table(of: axis) { place, isEndless in
                    isEndless || (0..<extent).contains(first + place) ? [first + place] : []
                }
            })
    }
}
