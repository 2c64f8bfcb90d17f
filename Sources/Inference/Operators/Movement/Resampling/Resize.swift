import Tensors

/// The input resampled along some axes: to given extents, or by given factors.
///
/// Source: ONNX Resize, opsets 10, 11, 13, 18 (`axes`, `antialias`, `keep_aspect_ratio_policy`), 19.
struct Resize: Operator {
    static let name = "Resize"
    let interpolation: Interpolation
    private let axes: [Int]?
    private let extrapolation: Float
    private let policy: AspectRatioPolicy
    private let hasRegionInput: Bool

    private enum AspectRatioPolicy: String, CaseIterable {
        case stretch
        case notLarger = "not_larger"
        case notSmaller = "not_smaller"
    }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        hasRegionInput = operatorSet > 10
        var interpolation = Interpolation()
        interpolation.mode = try attributes.choice("mode", default: .nearest)
        if operatorSet > 10 {
            interpolation.transformation = try attributes.choice("coordinate_transformation_mode", default: .halfPixel)
            interpolation.rounding = try attributes.choice("nearest_mode", default: .preferFloor)
            interpolation.cubicCoefficient = Double(try attributes.float("cubic_coeff_a", default: -0.75))
            interpolation.excludesOutside = try attributes.int("exclude_outside", default: 0) != 0
            interpolation.antialiases = try attributes.int("antialias", default: 0) != 0
        }
        self.interpolation = interpolation
        axes = try attributes.ints("axes")
        extrapolation = try attributes.float("extrapolation_value", default: 0)
        policy = try attributes.choice("keep_aspect_ratio_policy", default: .stretch)
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        if interpolation.mode != .nearest { try x.requireNormalizable(minimumRank: 1) }
        return [try ValueInfo(checking: x.elementType, Shape(plan(x.shape, inputs).map(\.resized)))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        let plan = try plan(x.shape, inputs.known)
        let wide = interpolation.mode != .nearest && x.elementType.isHalfPrecision ? x.convertedToFloat32() : x
        return [interpolation.resample(wide, plan, extrapolation: extrapolation, in: context).converted(to: x.elementType)]
    }

    func plan(_ shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> [CoordinateTransformation.Axis] {
        let chosen = if let axes { try AxisList.normalized(axes, rank: shape.rank) } else { Array(0..<shape.rank) }
        var plan = shape.dimensions.map { CoordinateTransformation.Axis(extent: $0, resized: $0, scale: 1) }
        let scalesIndex = hasRegionInput ? 2 : 1
        if let sizes = inputs.optional(3), sizes.shape != [0] {
            try resize(&plan, chosen, to: inputs.requiredIntegers(3, "sizes"))
        } else {
            let scales = try inputs.requiredNumbers(scalesIndex, "scales")
            guard scales.count == chosen.count else { throw .inputCount(found: scales.count, expected: "\(chosen.count) scales") }
            for (scale, axis) in zip(scales, chosen) { plan[axis] = try .init(extent: shape[axis], scale: scale) }
        }
        if interpolation.transformation == .tensorFlowCropAndResize {
            let region = try inputs.requiredNumbers(1, "roi")
            guard region.count == 2 * chosen.count else {
                throw .inputCount(found: region.count, expected: "\(2 * chosen.count) numbers in 'roi'")
            }
            for (position, axis) in chosen.enumerated() {
                let (start, end) = (region[position], region[position + chosen.count])
                guard start <= end, start.isFinite, end.isFinite else {
                    throw .attributeValue(name: "roi", value: "\(region)", expected: "starts that are not above the ends")
                }
                plan[axis].crop = start...end
            }
        }
        for axis in plan where axis.extent == 0 && axis.resized > 0 {
            throw .shapes(found: [shape], expected: "elements along every axis that is resized")
        }
        return plan
    }

    private func resize(_ plan: inout [CoordinateTransformation.Axis], _ chosen: [Int], to sizes: [Int]) throws(OperatorError) {
        guard sizes.count == chosen.count, sizes.allSatisfy({ $0 >= 0 && $0 <= ShapeInference.largestElementCount }) else {
            throw .attributeValue(name: "sizes", value: "\(sizes)", expected: "\(chosen.count) extents")
        }
        for (size, axis) in zip(sizes, chosen) {
            plan[axis].resized = size
            if plan[axis].extent > 0 { plan[axis].scale = Double(size) / Double(plan[axis].extent) }
        }
        let scales = chosen.map { plan[$0].scale }
        guard policy != .stretch, let common = policy == .notLarger ? scales.min() : scales.max() else { return }
        for axis in chosen {
            let resized = (common * Double(plan[axis].extent) + 0.5).rounded(.down)
            guard resized <= Double(ShapeInference.largestElementCount) else {
                throw .attributeValue(name: "sizes", value: "\(sizes)", expected: "extents in proportion")
            }
            plan[axis].resized = Int(resized)
            plan[axis].scale = common
        }
    }
}

extension CoordinateTransformation.Axis {
    /// An axis resized by a factor, its new extent rounded down.
    init(extent: Int, scale: Double) throws(OperatorError) {
        let resized = (Double(extent) * scale).rounded(.down)
        guard scale > 0, scale.isFinite, resized <= Double(ShapeInference.largestElementCount) else {
            throw .attributeValue(name: "scales", value: "\(scale)", expected: "positive factors")
        }
        self.init(extent: extent, resized: Int(resized), scale: scale)
    }
}
