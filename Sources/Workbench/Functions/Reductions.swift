import Tensors

/// Functions that make one number of many: of all elements, or of those along an axis, which then goes.
extension Function {
    static let mean = reduction("mean", "the mean") { $0.reduce(0) { $0 + Double($1) } / Double($0.count) }
    static let sum = reduction("sum", "the sum", ofNothing: 0) { $0.reduce(0) { $0 + Double($1) } }
    static let min = reduction("min", "the least number") { $0.reduce(.infinity) { lesser($0, Double($1)) } }
    static let max = reduction("max", "the greatest number") { -$0.reduce(.infinity) { lesser($0, -Double($1)) } }
    static let std = reduction("std", "the population standard deviation") { numbers in
        let mean = numbers.reduce(0) { $0 + Double($1) } / Double(numbers.count)
        let squares = numbers.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (squares / Double(numbers.count)).squareRoot()
    }
    static let norm = reduction("norm", "the Euclidean norm", ofNothing: 0) { numbers in
        numbers.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    static let argmax = reduction("argmax", "the index of the greatest number, the first of equals") { firstIndex(in: $0) { $0 > $1 } }
    static let argmin = reduction("argmin", "the index of the least number, the first of equals") { firstIndex(in: $0) { $0 < $1 } }

    static let any = Function("any", "x", summary: "whether an element is not 0", shapes: "x of any shape gives a truth value") {
        arguments, _ in
        .boolean(try arguments.tensor("x").floats.contains { $0 != 0 })
    }

    static let all = Function("all", "x", summary: "whether no element is 0", shapes: "x of any shape gives a truth value") {
        arguments, _ in
        .boolean(try arguments.tensor("x").floats.allSatisfy { $0 != 0 })
    }

    static let count = Function(
        "count", "x", summary: "how many elements are not 0; of a list, how many there are", shapes: "x of any shape gives a number"
    ) { arguments, _ in
        if case .list(let elements) = arguments["x"] { return .number(Double(elements.count)) }
        return .number(Double(try arguments.tensor("x").floats.count { $0 != 0 }))
    }

    static let corr = Function(
        "corr", "x", "y", summary: "Pearson's correlation, -1...1", shapes: "x and y of one shape give a number"
    ) { arguments, _ in
        let (x, y) = (try arguments.tensor("x"), try arguments.tensor("y"))
        guard x.shape == y.shape else { throw ValueError.shapes(rule: "two tensors of one shape", x.shape, y.shape) }
        return .number(correlation(x.floats, y.floats))
    }

    private static func reduction(
        _ name: String, _ summary: String, ofNothing: Double? = nil, _ reduce: @escaping @Sendable ([Float]) -> Double
    ) -> Function {
        Function(
            name, "x", "axis?", summary: "\(summary) of all elements, or along an axis",
            shapes: "x of any shape gives a number; with an axis, x without it"
        ) { arguments, _ in
            let tensor = try arguments.tensor("x")
            let checked = { (numbers: [Float]) throws(ValueError) -> Double in
                if !numbers.isEmpty { return reduce(numbers) }
                guard let ofNothing else { throw .unexpected(expected: "at least one element", found: "none") }
                return ofNothing
            }
            guard arguments.has("axis") else { return .number(try checked(tensor.floats)) }
            return Value(try tensor.reduced(along: try tensor.axis(arguments["axis"]), checked))
        }
    }

    private static func lesser(_ a: Double, _ b: Double) -> Double { a.isNaN || b.isNaN ? .nan : Swift.min(a, b) }

    private static func firstIndex(in numbers: [Float], where isBetter: (Float, Float) -> Bool) -> Double {
        var best = 0
        for index in numbers.indices where isBetter(numbers[index], numbers[best]) || numbers[best].isNaN && !numbers[index].isNaN {
            best = index
        }
        return Double(best)
    }

    private static func correlation(_ x: [Float], _ y: [Float]) -> Double {
        let count = Double(x.count)
        let meanX = x.reduce(0) { $0 + Double($1) } / count
        let meanY = y.reduce(0) { $0 + Double($1) } / count
        var (products, squaresX, squaresY) = (0.0, 0.0, 0.0)
        for (a, b) in zip(x, y) {
            let (a, b) = (Double(a) - meanX, Double(b) - meanY)
            products += a * b
            squaresX += a * a
            squaresY += b * b
        }
        return products / (squaresX.squareRoot() * squaresY.squareRoot())
    }
}
