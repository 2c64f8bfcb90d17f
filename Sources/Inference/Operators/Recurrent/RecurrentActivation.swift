import Foundation
import Tensors

/// A function that a recurrent cell applies to its gates.
///
/// Source: ONNX RNN, GRU and LSTM, attributes `activations`, `activation_alpha`, `activation_beta`.
struct RecurrentActivation: Sendable, Equatable {
    /// The functions that ONNX names.
    enum Kind: String, CaseIterable, Sendable {
        case relu, tanh, sigmoid, affine, leakyrelu, thresholdedrelu, scaledtanh, hardsigmoid, elu, softsign, softplus
    }

    let kind: Kind
    let alpha: Float
    let beta: Float

    func callAsFunction(_ x: Float) -> Float {
        switch kind {
        case .relu: max(0, x)
        case .tanh: tanhf(x)
        case .sigmoid: 1 / (1 + expf(-x))
        case .affine: alpha * x + beta
        case .leakyrelu: x >= 0 ? x : alpha * x
        case .thresholdedrelu: x > alpha ? x : 0
        case .scaledtanh: alpha * tanhf(beta * x)
        case .hardsigmoid: min(1, max(0, alpha * x + beta))
        case .elu: x >= 0 ? x : alpha * (expf(x) - 1)
        case .softsign: x / (1 + abs(x))
        case .softplus: max(0, x) + log1pf(expf(-abs(x)))
        }
    }

    /// The numbers that a function has where a node gives none; `nil` for those that it does not take.
    private static func standard(_ kind: Kind) -> (alpha: Float?, beta: Float?) {
        switch kind {
        case .affine: (1, 0)
        case .leakyrelu: (0.01, nil)
        case .thresholdedrelu, .elu: (1, nil)
        case .scaledtanh: (1, 1)
        case .hardsigmoid: (0.2, 0.5)
        default: (nil, nil)
        }
    }

    /// The functions of a node, for each direction as many as `standard` names.
    ///
    /// `activation_alpha` and `activation_beta` go in turn to those functions that take such a number.
    static func list(
        _ attributes: Attributes, standard: [Kind], directionCount: Int
    ) throws(OperatorError) -> [[RecurrentActivation]] {
        var kinds: [Kind] = []
        for name in try attributes.strings("activations") ?? [] {
            guard let kind = Kind(rawValue: name.lowercased()) else {
                throw .attributeValue(
                    name: "activations", value: "'\(name)'",
                    expected: "one of \(Kind.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))")
            }
            kinds.append(kind)
        }
        if kinds.isEmpty { kinds = (0..<directionCount).flatMap { _ in standard } }
        guard kinds.count == directionCount * standard.count else {
            throw .attributeValue(name: "activations", value: "\(kinds.count)", expected: "\(directionCount * standard.count) functions")
        }
        var alphas = (try attributes.floats("activation_alpha") ?? [])[...]
        var betas = (try attributes.floats("activation_beta") ?? [])[...]
        let all = kinds.map { kind in
            let own = Self.standard(kind)
            return RecurrentActivation(
                kind: kind, alpha: own.alpha.map { alphas.popFirst() ?? $0 } ?? 0, beta: own.beta.map { betas.popFirst() ?? $0 } ?? 0)
        }
        return (0..<directionCount).map { Array(all[$0 * standard.count..<($0 + 1) * standard.count]) }
    }
}
