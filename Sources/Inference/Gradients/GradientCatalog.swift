/// The operators of the catalog that pass gradients back, and those that do not.
package enum GradientCatalog {
    package static let differentiable: [any DifferentiableOperator.Type] = OperatorCatalog.all.compactMap {
        $0 as? any DifferentiableOperator.Type
    }

    /// Operators without a gradient, each with the reason.
    package static let constant: [String: String] = [
        "And": "its output is Boolean",
        "ArgMax": "its output is an integer",
        "ArgMin": "its output is an integer",
        "Constant": "it has no input",
        "ConstantOfShape": "its input is a shape",
        "Equal": "its output is Boolean",
        "GRU": "no gradient goes back through time",
        "Greater": "its output is Boolean",
        "GreaterOrEqual": "its output is Boolean",
        "If": "no gradient goes through graphs inside nodes",
        "IsInf": "its output is Boolean",
        "IsNaN": "its output is Boolean",
        "LSTM": "no gradient goes back through time",
        "Less": "its output is Boolean",
        "LessOrEqual": "its output is Boolean",
        "Loop": "no gradient goes through graphs inside nodes",
        "Not": "its output is Boolean",
        "OneHot": "its values are set beforehand",
        "Or": "its output is Boolean",
        "RNN": "no gradient goes back through time",
        "Range": "its inputs are set beforehand",
        "Scan": "no gradient goes through graphs inside nodes",
        "Shape": "its output is an integer",
        "Size": "its output is an integer",
        "Xor": "its output is Boolean",
    ]
}
