import Tensors

extension ValueInfo {
    /// A value whose shape was calculated from what a file declares; throws where it cannot be, or is beyond all measure.
    init(checking elementType: ElementType, _ shape: Shape) throws(OperatorError) {
        guard let count = shape.checkedExtent, count <= ShapeInference.largestElementCount else {
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

extension [ValueInfo?] {
    /// The numbers of a floating-point input that must be known at load: scales, a region.
    func requiredNumbers(_ index: Int, _ role: String) throws(OperatorError) -> [Double] {
        let input = try required(index, role)
        guard let constant = input.constant else { throw .notConstant(role: role) }
        try input.requireFloatingPoint(role)
        return constant.numbers(as: Double.self)
    }
}

extension Attributes {
    /// A string that must be one of an enumeration's.
    func choice<Choice: RawRepresentable & CaseIterable>(_ name: String, default standard: Choice) throws(OperatorError) -> Choice
    where Choice.RawValue == String {
        let found = try string(name, default: standard.rawValue)
        guard let choice = Choice(rawValue: found) else {
            let names = Choice.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw .attributeValue(name: name, value: "'\(found)'", expected: "one of \(names)")
        }
        return choice
    }
}
