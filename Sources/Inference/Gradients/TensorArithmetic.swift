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

    /// A function of the elements at the same place of two tensors of one shape and type, computed in float64.
    func map(_ a: Tensor, _ b: Tensor, _ function: @Sendable (Double, Double) -> Double) -> Tensor {
        map(a, b, a) { x, y, _ in function(x, y) }
    }

    /// A function of the elements at the same place of three tensors of one shape and type, computed in float64.
    func map(_ a: Tensor, _ b: Tensor, _ c: Tensor, _ function: @Sendable (Double, Double, Double) -> Double) -> Tensor {
        a.elementType == .float64 ? map(a, b, c, as: Double.self, function) : map(a, b, c, as: Float.self, function)
    }

    private func map<Element: TensorElement & BinaryFloatingPoint>(
        _ a: Tensor, _ b: Tensor, _ c: Tensor, as type: Element.Type, _ function: @Sendable (Double, Double, Double) -> Double
    ) -> Tensor {
        Tensor(a.shape, of: type) { result in
            nonisolated(unsafe) let (first, second, third) = (a.elements(as: type), b.elements(as: type), c.elements(as: type))
            nonisolated(unsafe) let destination = result
            context.parallel(result.count, grain: 4096) { range in
                for index in range {
                    destination[index] = Element(function(Double(first[index]), Double(second[index]), Double(third[index])))
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
