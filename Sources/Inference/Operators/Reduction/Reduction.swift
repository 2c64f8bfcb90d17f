import Tensors

/// An operator that makes one number of all elements along some axes.
protocol Reduction: Operator {
    /// The operator set from which on the axes are an input.
    static var inputSet: Int { get }

    var axes: ReductionAxes { get }
    init(axes: ReductionAxes)

    typealias Kernel = @convention(c) (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?, Int, Int) -> Void

    /// One float32 for each row of consecutive numbers, which ``finish(_:count:)`` completes.
    static var kernel: Kernel { get }
    static func finish(_ accumulated: Float, count: Int) -> Float

    /// The number that the elements of one row make.
    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element
}

extension Reduction {
    static var inputSet: Int { 18 }
    static func finish(_ accumulated: Float, count: Int) -> Float { accumulated }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        self.init(axes: try ReductionAxes(attributes: attributes, operatorSet: operatorSet, inputSet: Self.inputSet))
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let data = try inputs.required(0, "data")
        return [ValueInfo(data.elementType, try axes.plan(data.shape, inputs).output)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let data = try inputs.required(0)
        let plan = try axes.plan(data.shape, inputs.known)
        return [try Self.reduced(data, plan, in: context)]
    }

    static func reduced(_ data: Tensor, _ plan: ReductionAxes.Plan, in context: RunContext) throws(OperatorError) -> Tensor {
        let rows = plan.view?.copy(of: data, in: context) ?? data
        switch rows.elementType {
        case .float32:
            return Tensor(plan.output) { y in
                nonisolated(unsafe) let source = rows.floatElements.baseAddress
                nonisolated(unsafe) let result = y.baseAddress
                context.parallel(plan.rows, grain: max(1, Broadcasting.grain / max(1, plan.length))) { range in
                    kernel(
                        source?.advanced(by: range.lowerBound * plan.length), result?.advanced(by: range.lowerBound), range.count,
                        plan.length)
                }
                for index in y.indices { y[index] = finish(y[index], count: plan.length) }
            }
        case .bool:
            return reduced(rows.converted(to: .uint8), plan, as: UInt8.self).converted(to: .bool)
        default:
            return reduced(rows, plan, as: try rows.elementType.requiredNumericElement("data"))
        }
    }

    private static func reduced<Element: NumericElement>(_ rows: Tensor, _ plan: ReductionAxes.Plan, as type: Element.Type) -> Tensor {
        let elements = rows.elements(as: type)
        return Tensor(plan.output, of: type) { y in
            for row in y.indices { y[row] = reduce(elements[row * plan.length..<(row + 1) * plan.length]) }
        }
    }
}

extension Collection where Element: NumericElement {
    /// The sum of what each element becomes, in the elements' own arithmetic.
    func sum(of term: (Element) -> Element) -> Element {
        reduce(Element.zero) { $0.plus(term($1)) }
    }
}
