import Tensors

/// What becomes of the losses of single places: each stays, or their sum or weighted mean is one number.
enum LossReduction: String, CaseIterable, Sendable {
    case none, sum, mean
}

/// The losses that ask for the logarithm of the probability of the right class: scores `[N, C, d₁, …]`, classes `[N, d₁, …]`, weights `[C]`.
struct ClassLoss: Sendable {
    private let reduction: LossReduction
    private let ignored: Int?

    init(_ attributes: Attributes) throws(OperatorError) {
        reduction = try attributes.choice("reduction", default: .mean)
        ignored = try attributes.int("ignore_index")
    }

    func infer(_ inputs: [ValueInfo?], roles: (scores: String, target: String)) throws(OperatorError) -> ValueInfo {
        let (scores, target) = (try inputs.required(0, roles.scores), try inputs.required(1, roles.target))
        try scores.requireFloatingPoint(roles.scores)
        guard target.elementType.isInteger else {
            throw .elementType(role: roles.target, found: target.elementType, expected: "integers")
        }
        guard scores.shape.rank >= 2, target.shape == Self.targetShape(scores.shape) else {
            throw .shapes(found: [scores.shape, target.shape], expected: "scores NxCx… and classes Nx…")
        }
        if let weight = inputs.optional(2) {
            try weight.requireType(of: scores, role: "weight", like: roles.scores)
            guard weight.shape == [scores.shape[1]] else {
                throw .shapes(found: [weight.shape], expected: "one weight for each of the \(scores.shape[1]) classes")
            }
        }
        return ValueInfo(scores.elementType, reduction == .none ? target.shape : [])
    }

    private static func targetShape(_ scores: Shape) -> Shape { Shape([scores[0]] + scores.dimensions[2...]) }

    /// The loss of log-probabilities.
    func loss(_ logarithms: Tensor, target: Tensor, weight: Tensor?) throws(OperatorError) -> Tensor {
        let shape = Self.targetShape(logarithms.shape)
        let (classes, plane) = (logarithms.shape[1], Shape(Array(logarithms.shape.dimensions[2...])).elementCount)
        let numbers = logarithms.numbers(as: Double.self)
        let weights = weight?.numbers(as: Double.self)
        guard let targets = target.integers else {
            throw .elementType(role: "target", found: target.elementType, expected: "integers")
        }
        var losses = [Double](repeating: 0, count: targets.count)
        var total = 0.0
        for (place, number) in targets.enumerated() where number != ignored {
            guard (0..<classes).contains(number) else { throw .index(role: "target", found: number, extent: classes) }
            let weight = weights?[number] ?? 1
            losses[place] = -weight * numbers[(place / plane * classes + number) * plane + place % plane]
            total += weight
        }
        let sum = losses.reduce(0, +)
        let result =
            switch reduction {
            case .none: Tensor(shape, elements: losses)
            case .sum: Tensor([], elements: [sum])
            case .mean: Tensor([], elements: [sum / total])
            }
        return result.converted(to: logarithms.elementType)
    }
}
