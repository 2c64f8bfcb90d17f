import Tensors

/// Arithmetic of whole tensors, float32 or float64, whose shapes broadcast: what most gradients are made of.
struct TensorArithmetic {
    let context: RunContext

    func sum(_ a: Tensor, _ b: Tensor) throws(OperatorError) -> Tensor { try Add.apply(a, b, in: context) }
    func difference(_ a: Tensor, _ b: Tensor) throws(OperatorError) -> Tensor { try Sub.apply(a, b, in: context) }
    func product(_ a: Tensor, _ b: Tensor) throws(OperatorError) -> Tensor { try Mul.apply(a, b, in: context) }
    func quotient(_ a: Tensor, _ b: Tensor) throws(OperatorError) -> Tensor { try Div.apply(a, b, in: context) }
    func negative(_ a: Tensor) throws(OperatorError) -> Tensor { try product(a, a.number(-1)) }
    func product(_ a: Tensor, _ factor: Double) throws(OperatorError) -> Tensor { try product(a, a.number(factor)) }

    /// The sums over some axes, which stay with extent 1.
    func sum(_ a: Tensor, over axes: [Int]) throws(OperatorError) -> Tensor {
        if axes.isEmpty { return a }
        return try ReduceSum.reduced(a, ReductionAxes(keeping: axes).plan(a.shape, []), in: context)
    }

    /// The means over some axes, which stay with extent 1.
    func mean(_ a: Tensor, over axes: [Int]) throws(OperatorError) -> Tensor {
        if axes.isEmpty { return a }
        return try ReduceMean.reduced(a, ReductionAxes(keeping: axes).plan(a.shape, []), in: context)
    }

    /// The gradient of an operand that was broadcast: summed over the axes that it was repeated along.
    func unbroadcast(_ gradient: Tensor, to shape: Shape) throws(OperatorError) -> Tensor {
        if gradient.shape == shape { return gradient }
        let missing = gradient.shape.rank - shape.rank
        let repeated = gradient.shape.dimensions.indices.filter { axis in
            axis < missing || (shape[axis - missing] == 1 && gradient.shape[axis] != 1)
        }
        return try sum(gradient, over: repeated).reshaped(to: shape)
    }

    /// The tensor repeated along axes of extent 1 and new outer ones.
    func broadcast(_ a: Tensor, to shape: Shape) -> Tensor {
        a.shape == shape ? a : StridedView(a.shape).broadcast(to: shape).copy(of: a, in: context)
    }

    /// A function of the elements at the same place of tensors of one shape, computed in float64.
    func map(_ tensors: [Tensor], _ function: @Sendable ([Double]) -> Double) throws(OperatorError) -> Tensor {
        guard let first = tensors.first else { throw .inputCount(found: 0, expected: "at least one tensor") }
        if first.elementType == .float64 { return map(tensors, like: first, as: Double.self, function) }
        return map(tensors, like: first, as: Float.self, function)
    }

    private func map<Element: TensorElement & BinaryFloatingPoint>(
        _ tensors: [Tensor], like first: Tensor, as type: Element.Type, _ function: @Sendable ([Double]) -> Double
    ) -> Tensor {
        Tensor(first.shape, of: type) { result in
            nonisolated(unsafe) let sources = tensors.map { $0.elements(as: type) }
            nonisolated(unsafe) let destination = result
            context.parallel(result.count, grain: 4096) { range in
                var arguments = [Double](repeating: 0, count: sources.count)
                for index in range {
                    for position in sources.indices { arguments[position] = Double(sources[position][index]) }
                    destination[index] = Element(function(arguments))
                }
            }
        }
    }
}

extension BackwardStep {
    var arithmetic: TensorArithmetic { TensorArithmetic(context: context) }
}

extension Tensor {
    /// A scalar of this tensor's type, float32 or float64.
    func number(_ value: Double) -> Tensor { elementType == .float64 ? Tensor([], elements: [value]) : Tensor(scalar: Float(value)) }
}
