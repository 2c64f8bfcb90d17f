import Tensors

/// An operator that makes each element of its output of a few elements of its first input, axis by axis.
package protocol ResamplingOperator: Operator {
    /// The elements along each axis that make the one at `indices`, and their weights; the product of one weight an axis is that of
    /// an element. An element outside of a crop has none.
    func contributions(
        to indices: [Int], of shape: Shape, inputs: [ValueInfo?]
    ) throws(OperatorError) -> [[(index: Int, weight: Double)]]
}

extension Resize: ResamplingOperator {
    func contributions(
        to indices: [Int], of shape: Shape, inputs: [ValueInfo?]
    ) throws(OperatorError) -> [[(index: Int, weight: Double)]] {
        interpolation.contributions(to: indices, try plan(shape, inputs))
    }
}

extension Upsample: ResamplingOperator {
    func contributions(
        to indices: [Int], of shape: Shape, inputs: [ValueInfo?]
    ) throws(OperatorError) -> [[(index: Int, weight: Double)]] {
        interpolation.contributions(to: indices, try plan(shape, inputs))
    }
}

extension Interpolation {
    fileprivate func contributions(to indices: [Int], _ axes: [CoordinateTransformation.Axis]) -> [[(index: Int, weight: Double)]] {
        zip(indices, axes).map { place, axis in
            guard changes(axis) else { return [(place, 1)] }
            if transformation == .tensorFlowCropAndResize {
                let original = transformation.original(of: place, axis)
                guard original >= 0, original <= Double(axis.extent - 1) else { return [] }
            }
            return mode == .nearest ? [(nearest(place, axis), 1)] : neighbors(of: place, axis)
        }
    }
}
