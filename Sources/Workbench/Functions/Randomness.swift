import Tensors

/// Random numbers that come out the same again after the same seed.
extension Function {
    static let random = Function(
        "random", "shape?", summary: "random numbers of 0 to 1, one or a tensor of them",
        shapes: "shape is a list of at most 8 whole numbers, or one"
    ) { arguments, session in
        guard arguments.has("shape") else { return .number(Double(session.random.nextUnit())) }
        let dimensions = try arguments.tensor("shape").floats
        guard dimensions.count <= 8 else { throw ValueError.unexpected(expected: "at most 8 axes", found: String(dimensions.count)) }
        let shape = Shape(try dimensions.map { try Value.number(Double($0)).integer() })
        let count = try shape.boundedElementCount()
        return Value(Tensor(shape, (0..<count).map { _ in session.random.nextUnit() }))
    }

    static let seed = Function("seed", "n", summary: "starts the random numbers anew", shapes: "n is a whole number") {
        arguments, session in
        let seed = try arguments["n"].integer()
        session.random = RandomNumbers(seed: UInt64(bitPattern: Int64(seed)))
        return .none
    }
}
