import Tensors

/// Which axes a reduction goes over, and whether they stay with extent 1.
struct ReductionAxes: Sendable {
    private let axes: AxisList
    private let keepsAxes: Bool
    /// Whether no axes mean no reduction, instead of one over all axes.
    private let emptyMeansNone: Bool

    /// - Parameter inputSet: the operator set from which on the axes are an input.
    init(attributes: Attributes, operatorSet: Int, inputSet: Int) throws(OperatorError) {
        axes = try AxisList(attributes: attributes, operatorSet: operatorSet, inputIndex: 1, firstInputSet: inputSet)
        keepsAxes = try attributes.int("keepdims", default: 1) != 0
        emptyMeansNone = try attributes.int("noop_with_empty_axes", default: 0) != 0
    }

    /// For a reduction over known axes within another operator.
    init(keeping axes: [Int]) {
        self.axes = AxisList(axes)
        keepsAxes = true
        emptyMeansNone = false
    }

    /// What a reduction of a tensor of a shape comes to.
    struct Plan {
        /// The reduced axes, ascending.
        let reduced: [Int]
        let output: Shape
        /// The view that has the reduced axes last, so that each output is made from consecutive elements; `nil` where they are.
        let view: StridedView?
        let rows: Int
        let length: Int
    }

    func plan(_ shape: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> Plan {
        let given = try axes.axes(inputs, rank: shape.rank) ?? []
        let reduced = given.isEmpty && !emptyMeansNone ? Array(0..<shape.rank) : given
        let kept = (0..<shape.rank).filter { !reduced.contains($0) }
        let extents = keepsAxes ? (0..<shape.rank).map { reduced.contains($0) ? 1 : shape[$0] } : kept.map { shape[$0] }
        let order = kept + reduced
        return Plan(
            reduced: reduced, output: Shape(extents), view: order == Array(0..<shape.rank) ? nil : StridedView(shape).permuted(order),
            rows: Shape(kept.map { shape[$0] }).elementCount, length: Shape(reduced.map { shape[$0] }).elementCount)
    }
}
