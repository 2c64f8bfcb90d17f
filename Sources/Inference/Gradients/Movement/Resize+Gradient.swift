import CKernels
import Tensors

extension Resize: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let plan = try plan(step.inputShape(0), step.inputInfos)
            return try interpolation.gradient(step.gradient(), of: step.inputShape(0), plan, in: step.context)
        }
    }
}

extension Upsample: DifferentiableOperator {
    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            let plan = try plan(step.inputShape(0), step.inputInfos)
            return try interpolation.gradient(step.gradient(), of: step.inputShape(0), plan, in: step.context)
        }
    }
}

extension Interpolation {
    /// The transpose of ``resample(_:_:extrapolation:in:)``: elements get the gradients of those they made, by the same weights.
    fileprivate func gradient(
        _ gradient: Tensor, of shape: Shape, _ axes: [CoordinateTransformation.Axis], in context: RunContext
    ) throws -> Tensor {
        if mode == .nearest {
            let places = resample(PlaceRouting.places(shape), axes, extrapolation: -1, in: context)
            return PlaceRouting.scatter(gradient, to: places, shape: shape)
        }
        var result = extrapolated(gradient, axes, by: 0)
        for (index, axis) in axes.enumerated().reversed() where changes(axis) {
            result = weightedGradient(result, index, axis, in: context)
        }
        return result
    }

    private func weightedGradient(
        _ y: Tensor, _ index: Int, _ axis: CoordinateTransformation.Axis, in context: RunContext
    ) -> Tensor {
        var extents = y.shape.dimensions
        let groups = Shape(Array(extents[..<index])).elementCount
        let inner = Shape(Array(extents[(index + 1)...])).elementCount
        extents[index] = axis.extent
        let (indices, weights, tapCount) = taps(of: axis)
        return Tensor(Shape(extents)) { x in
            nonisolated(unsafe) let (source, target) = (y.floatElements.baseAddress, x.baseAddress)
            context.parallel(groups, grain: max(1, Broadcasting.grain / max(1, inner * axis.resized))) { range in
                cnns_resample_axis_gradient(
                    source?.advanced(by: range.lowerBound * axis.resized * inner),
                    target?.advanced(by: range.lowerBound * axis.extent * inner), range.count, axis.extent, inner, indices, weights,
                    axis.resized, tapCount)
            }
        }
    }
}
