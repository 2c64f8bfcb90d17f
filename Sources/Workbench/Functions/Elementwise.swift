import Tensors

/// Functions of every element by itself.
extension Function {
    static let abs = elementwise("abs", "the magnitude") { Swift.abs($0) }
    static let sqrt = elementwise("sqrt", "the square root") { $0.squareRoot() }
    static let exp = elementwise("exp", "e to the power of x") { ElementaryMath.exponential($0) }
    static let log = elementwise("log", "the natural logarithm") { ElementaryMath.logarithm($0) }
    static let relu = elementwise("relu", "x where it is positive, else 0") { $0 < 0 ? 0 : $0 }
    static let sigmoid = elementwise("sigmoid", "1 / (1 + exp(-x))") { 1 / (1 + ElementaryMath.exponential(-$0)) }
    static let tanh = elementwise("tanh", "the hyperbolic tangent") { ElementaryMath.hyperbolicTangent($0) }
    static let round = elementwise("round", "the nearest whole number, halves to the even one") { $0.rounded(.toNearestOrEven) }

    static let clip = Function(
        "clip", "x", "low", "high", summary: "x, but not below low nor above high", shapes: sameShape + "; low and high are numbers"
    ) { arguments, _ in
        let (low, high) = (try arguments.number("low"), try arguments.number("high"))
        guard low <= high else { throw ValueError.unexpected(expected: "'low' not above 'high'", found: "\(arguments["low"])") }
        return try apply(to: arguments["x"]) { $0 < low ? low : $0 > high ? high : $0 }
    }

    static let softmax = Function(
        "softmax", "x", "axis?", summary: "exp(x) / sum(exp(x)) along an axis, the last one if none is given", shapes: sameShape
    ) { arguments, _ in
        let tensor = try arguments.tensor("x")
        guard tensor.shape.rank > 0 else { return .number(1) }
        let axis = arguments.has("axis") ? try tensor.axis(arguments["axis"]) : tensor.shape.rank - 1
        return .tensor(
            tensor.mapped(along: axis) { line in
                let greatest = Double(line.max() ?? 0)
                let powers = line.map { ElementaryMath.exponential(Double($0) - greatest) }
                let sum = powers.reduce(0, +)
                return powers.map { Float($0 / sum) }
            })
    }

    private static let sameShape = "x of any shape gives one of the same shape"

    private static func elementwise(_ name: String, _ summary: String, _ function: @escaping @Sendable (Double) -> Double) -> Function {
        Function(name, "x", summary: "\(summary), element by element", shapes: sameShape) { arguments, _ in
            try apply(to: arguments["x"], function)
        }
    }

    private static func apply(to value: Value, _ function: (Double) -> Double) throws(ValueError) -> Value {
        if case .number(let number) = value { return .number(function(number)) }
        return Value(try value.tensor().elements(function))
    }
}
