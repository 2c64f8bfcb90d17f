import Tensors

/// Axes that are an attribute in older operator sets and an input in newer ones.
struct AxisList: Sendable {
    private enum Source: Sendable {
        case attribute([Int]?)
        case input(Int)
    }

    private let source: Source

    /// - Parameters:
    ///   - inputIndex: which input holds the axes from operator set `firstInputSet` on.
    init(attributes: Attributes, operatorSet: Int, inputIndex: Int, firstInputSet: Int) throws(OperatorError) {
        source = operatorSet < firstInputSet ? .attribute(try attributes.ints("axes")) : .input(inputIndex)
    }

    /// Axes that are known.
    init(_ axes: [Int]) { source = .attribute(axes) }

    /// The axes counted from 0, ascending; `nil` where none were given.
    func axes(_ inputs: [ValueInfo?], rank: Int) throws(OperatorError) -> [Int]? {
        let given: [Int]?
        switch source {
        case .attribute(let axes): given = axes
        case .input(let index): given = inputs.optional(index) == nil ? nil : try inputs.requiredIntegers(index, "axes")
        }
        guard let given else { return nil }
        return try Self.normalized(given, rank: rank).sorted()
    }

    /// The axes counted from 0, each of which may be there once.
    static func normalized(_ axes: [Int], rank: Int) throws(OperatorError) -> [Int] {
        let shape = Shape([Int](repeating: 1, count: rank))
        let normalized = axes.compactMap(shape.normalizedAxis)
        guard normalized.count == axes.count, Set(normalized).count == axes.count else {
            throw .attributeValue(name: "axes", value: "\(axes)", expected: "different axes of \(rank)")
        }
        return normalized
    }
}
