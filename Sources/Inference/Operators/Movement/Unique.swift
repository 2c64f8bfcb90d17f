import Tensors

/// The different elements of a tensor, or the different parts along an axis, in ascending order or that of their first appearance.
///
/// Further outputs are the first place of each, which of them every element or part is, and how often each appears.
///
/// Source: ONNX Unique, opset 11.
struct Unique: DataDependentOperator {
    static let name = "Unique"
    private let axis: Int?
    private let isSorted: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        axis = try attributes.int("axis")
        isSorted = try attributes.int("sorted", default: 1) != 0
    }

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) {
        let x = try inputs.required(0, "X")
        if let axis { _ = try x.requireAxis(axis) }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let given = try inputs.required(0)
        try check(inputs.map { input in input.map { ValueInfo($0.elementType, $0.shape) } })
        let x = axis == nil ? given.reshaped(to: [given.elementCount]) : given
        let axis = try ValueInfo(constant: x).requireAxis(axis ?? 0)
        let comparable = x.elementType.isHalfPrecision ? x.convertedToFloat32() : x.elementType == .bool ? x.converted(to: .uint8) : x
        let groups = try Self.groups(of: comparable, axis: axis, as: comparable.elementType.requiredNumericElement("X"))
        let ordered = isSorted ? groups : groups.sorted { $0[0] < $1[0] }
        var inverse = [Int64](repeating: 0, count: x.shape[axis])
        for (number, members) in ordered.enumerated() {
            for member in members { inverse[member] = Int64(number) }
        }
        let count = ordered.count
        return [
            x.gathered(axis: axis, indices: ordered.map { $0[0] }), Tensor([count], elements: ordered.map { Int64($0[0]) }),
            Tensor([inverse.count], elements: inverse), Tensor([count], elements: ordered.map { Int64($0.count) }),
        ]
    }

    /// The places along the axis of each different part, ascending; the parts in their own order.
    private static func groups<Element: NumericElement>(of x: Tensor, axis: Int, as type: Element.Type) -> [[Int]] {
        let elements = x.elements(as: type)
        let lines = AxisLines(x.shape, axis: axis)
        let part = { (place: Int) in
            (0..<lines.groups * lines.columns).lazy.map { index in
                elements[(index / lines.columns * lines.length + place) * lines.columns + index % lines.columns]
            }
        }
        let isBefore = { (a: Int, b: Int) in part(a).lexicographicallyPrecedes(part(b)) }
        let order = (0..<lines.length).sorted { isBefore($0, $1) || (!isBefore($1, $0) && $0 < $1) }
        return order.reduce(into: [[Int]]()) { groups, place in
            if let last = groups.last?.first, part(last).elementsEqual(part(place)) {
                groups[groups.count - 1].append(place)
            } else {
                groups.append([place])
            }
        }
    }
}
