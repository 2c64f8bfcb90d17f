import Tensors

/// Which of its scales each element of a tensor has: one for all, one for each place along an axis, or one for each block of places.
struct QuantizationGrid: Sendable {
    private let extent: Int
    private let inner: Int
    /// Scales along the axis and places that share one; 0 where one is for all.
    private let scaleCount: Int
    private let block: Int
    private let isBlocked: Bool

    /// - Parameters:
    ///   - block: places along the axis that share a scale; 0 where scales have one axis or none.
    init(_ x: Shape, scales: Shape, axis: Int, block: Int) throws(OperatorError) {
        if scales.elementCount == 1, scales.rank <= 1, block == 0 {
            (extent, inner, scaleCount, self.block, isBlocked) = (1, 1, 0, 1, false)
            return
        }
        guard let axis = x.normalizedAxis(axis) else {
            throw .attributeValue(name: "axis", value: "\(axis)", expected: "an axis of the shape \(x)")
        }
        extent = x[axis]
        inner = x.dimensions[(axis + 1)...].reduce(1, *)
        guard block > 0 else {
            guard scales == [x[axis]] else {
                throw .shapes(found: [x, scales], expected: "one scale, or one for each place of axis \(axis)")
            }
            (scaleCount, self.block, isBlocked) = (extent, 1, false)
            return
        }
        var expected = x
        expected.dimensions[axis] = x[axis] / block + (x[axis] % block == 0 ? 0 : 1)
        guard scales == expected else {
            throw .shapes(found: [x, scales], expected: "scales of the shape \(expected) for blocks of \(block)")
        }
        (scaleCount, self.block, isBlocked) = (expected[axis], block, true)
    }

    /// The scale of an element.
    func scale(of element: Int) -> Int {
        guard scaleCount > 0 else { return 0 }
        let (line, column) = element.quotientAndRemainder(dividingBy: inner)
        let place = line % extent / block
        return isBlocked ? (line / extent * scaleCount + place) * inner + column : place
    }
}

extension Shape {
    /// Whether zero points of this shape go with scales of another: the same, or one number each, as a scalar or a list.
    func hasOneNumberEach(as scales: Shape) -> Bool {
        self == scales || (elementCount == 1 && scales.elementCount == 1 && rank <= 1 && scales.rank <= 1)
    }
}
