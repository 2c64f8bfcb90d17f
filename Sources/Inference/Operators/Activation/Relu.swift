import Tensors

/// `max(x, 0)`, element by element.
///
/// Source: ONNX Relu, opsets 1, 6, 13, 14.
package struct Relu: Operator {
    package static let name = "Relu"

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {}

    package func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let x = try inputs.required(0, "X")
        return [ValueInfo(x.elementType, x.shape)]
    }

    package func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        let x = try inputs.required(0)
        return [Tensor(x.shape) { y in
            let x = x.floatElements
            for index in y.indices { y[index] = max(x[index], 0) }
        }]
    }
}
