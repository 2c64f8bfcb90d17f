import Tensors

extension ValueInfo {
    /// A value whose shape was calculated from what a file declares; throws where it cannot be, or is beyond all measure.
    init(checking elementType: ElementType, _ shape: Shape) throws(OperatorError) {
        guard let count = shape.checkedElementCount, count <= ShapeInference.largestElementCount else {
            throw .shapes(found: [shape], expected: "an output of at most \(ShapeInference.largestElementCount) elements")
        }
        self.init(elementType, shape)
    }

    func requireType(of other: ValueInfo, role: String, like otherRole: String) throws(OperatorError) {
        guard elementType == other.elementType else {
            throw .elementType(role: role, found: elementType, expected: "\(other.elementType), like \(otherRole)")
        }
    }

    func requireFloatingPoint(_ role: String) throws(OperatorError) {
        guard elementType.isFloatingPoint else { throw .elementType(role: role, found: elementType, expected: "floating-point") }
    }

    /// The axis counted from 0 for one that may count from the end.
    func requireAxis(_ axis: Int, _ attribute: String = "axis") throws(OperatorError) -> Int {
        guard let normalized = shape.normalizedAxis(axis) else {
            throw .attributeValue(name: attribute, value: String(axis), expected: "an axis of the shape \(shape)")
        }
        return normalized
    }
}

extension [Tensor?] {
    /// The inputs as values that are known: what ``Operator/run(_:in:)`` hands to what plans the outputs.
    var known: [ValueInfo?] { map { input in input.map { ValueInfo(constant: $0) } } }
}
