import Tensors

/// An operator that applies one function of a real number to every element of its first input.
///
/// float32 goes through a kernel, float64 through ``value(at:)``, 16-bit floating point by way of float32.
protocol UnaryFunction: Operator {
    func value(at x: Double) -> Double

    /// Writes the function of `count` numbers at `x` to `y`.
    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int)
}

/// A function that integers have too.
protocol IntegerFunction: UnaryFunction {
    func value<Integer: FixedWidthInteger & NumericElement>(of x: Integer) -> Integer
}

/// An operator without attributes.
protocol AttributelessOperator: Operator {
    init()
}

extension AttributelessOperator {
    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) { self.init() }
}

extension UnaryFunction {
    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        guard x.elementType.isFloatingPoint || (self is any IntegerFunction && x.elementType.isInteger) else {
            let expected = self is any IntegerFunction ? "a number" : "floating-point"
            throw .elementType(role: "X", found: x.elementType, expected: expected)
        }
        return [ValueInfo(x.elementType, x.shape)]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        return [try applied(to: inputs.required(0), in: context)]
    }

    private func applied(to x: Tensor, in context: RunContext) throws(OperatorError) -> Tensor {
        switch x.elementType {
        case .float32:
            return Tensor(x.shape) { y in
                nonisolated(unsafe) let source = x.floatElements.baseAddress
                nonisolated(unsafe) let destination = y.baseAddress
                context.parallel(x.elementCount, grain: Broadcasting.grain) { range in
                    fill(destination?.advanced(by: range.lowerBound), from: source?.advanced(by: range.lowerBound), count: range.count)
                }
            }
        case .float64:
            let source = x.elements(as: Double.self)
            return Tensor(x.shape, of: Double.self) { y in
                for index in y.indices { y[index] = value(at: source[index]) }
            }
        default:
            guard let function = self as? any IntegerFunction,
                let type = x.elementType.numericElement as? any (FixedWidthInteger & NumericElement).Type
            else { throw .elementType(role: "X", found: x.elementType, expected: "floating-point") }
            return function.applied(to: x, as: type)
        }
    }
}

extension IntegerFunction {
    fileprivate func applied<Integer: FixedWidthInteger & NumericElement>(to x: Tensor, as type: Integer.Type) -> Tensor {
        let source = x.elements(as: Integer.self)
        return Tensor(x.shape, of: Integer.self) { y in
            for index in y.indices { y[index] = value(of: source[index]) }
        }
    }
}
