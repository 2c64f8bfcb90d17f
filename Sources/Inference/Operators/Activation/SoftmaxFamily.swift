import Tensors

/// An operator that maps lines of numbers to lines of numbers along one axis.
///
/// From opset 13 on a line runs along `axis` (the last one by default). Before, the input counted as a matrix, whose rows are
/// everything from `axis` on (1 by default).
protocol SoftmaxFamily: LineOperator {
    var line: SoftmaxLine { get }
    init(line: SoftmaxLine)

    typealias RowKernel = @convention(c) (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int) -> Void
    typealias ColumnKernel = @convention(c) (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int, Int) -> Void

    static var rowKernel: RowKernel { get }
    static var columnKernel: ColumnKernel { get }

    /// The function of one line.
    static func values(of line: [Double]) -> [Double]
}

/// Where the lines are.
struct SoftmaxLine: Sendable {
    private let axis: Int
    private let coercesToMatrix: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        coercesToMatrix = operatorSet < 13
        axis = try attributes.int("axis", default: coercesToMatrix ? 1 : -1)
    }

    func check(_ input: ValueInfo) throws(OperatorError) {
        try input.requireFloatingPoint("input")
        _ = try input.requireAxis(axis)
    }

    /// The axes of a shape that a line runs along.
    func axes(of shape: Shape) -> [Int] {
        let axis = shape.normalizedAxis(axis) ?? 0
        return coercesToMatrix ? Array(axis..<max(axis, shape.rank)) : [axis]
    }

    /// How many groups of lines there are, how long a line is, and how many lines stand side by side in a group.
    func extents(of shape: Shape) -> (groups: Int, length: Int, columns: Int) {
        let axis = shape.normalizedAxis(axis) ?? 0
        let groups = Shape(Array(shape.dimensions[..<axis])).elementCount
        let rest = Shape(Array(shape.dimensions[axis...])).elementCount
        if coercesToMatrix { return (groups, rest, 1) }
        return (groups, shape[axis], Shape(Array(shape.dimensions[(axis + 1)...])).elementCount)
    }
}

/// An operator each of whose outputs depends on the elements of one line.
package protocol LineOperator: Operator {
    /// The elements of the line through an element, in order.
    func line(through element: Int, of shape: Shape) -> [Int]
}

extension SoftmaxFamily {
    func line(through element: Int, of shape: Shape) -> [Int] {
        let (_, length, columns) = line.extents(of: shape)
        let size = max(1, length * columns)
        let first = element / size * size + element % max(1, columns)
        return (0..<length).map { first + $0 * columns }
    }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        self.init(line: try SoftmaxLine(attributes: attributes, operatorSet: operatorSet))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let input = try inputs.required(0, "input")
        try line.check(input)
        return [ValueInfo(input.elementType, input.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let input = try inputs.required(0)
        let (groups, length, columns) = line.extents(of: input.shape)
        if input.elementType == .float64 { return [Self.inDoublePrecision(input, groups, length, columns)] }
        return [
            Tensor(input.shape) { y in
                nonisolated(unsafe) let source = input.floatElements.baseAddress
                nonisolated(unsafe) let destination = y.baseAddress
                if columns == 1 {
                    context.parallel(groups, grain: max(1, Broadcasting.grain / max(1, length))) { rows in
                        let start = rows.lowerBound * length
                        Self.rowKernel(source?.advanced(by: start), destination?.advanced(by: start), rows.count, length)
                    }
                } else {
                    for group in 0..<groups {
                        context.parallel(columns, grain: max(16, Broadcasting.grain / max(1, length))) { range in
                            let start = group * length * columns + range.lowerBound
                            Self.columnKernel(
                                source?.advanced(by: start), destination?.advanced(by: start), length, columns, range.count)
                        }
                    }
                }
            }
        ]
    }

    private static func inDoublePrecision(_ input: Tensor, _ groups: Int, _ length: Int, _ columns: Int) -> Tensor {
        let x = input.elements(as: Double.self)
        return Tensor(input.shape, of: Double.self) { y in
            for group in 0..<groups {
                for column in 0..<columns {
                    let start = group * length * columns + column
                    let values = values(of: (0..<length).map { x[start + $0 * columns] })
                    for index in 0..<length { y[start + index * columns] = values[index] }
                }
            }
        }
    }
}
