import Tensors

extension Function {
    static let mean = Function("mean", "x", "axis?", summary: "the mean of all elements, or along an axis") { arguments, _ in
        .number(Double(try arguments.tensor("x").statistics.mean))
    }
}
