import Tensors

/// Gated recurrent units, with the gates z (update), r (reset) and h (candidate) in this order:
/// `z = f(Xₜ·Wzᵀ + Hₜ₋₁·Rzᵀ + Wbz + Rbz)`, r alike, `h = g(Xₜ·Whᵀ + (r ⊙ Hₜ₋₁)·Rhᵀ + Rbh + Wbh)`, `Hₜ = (1 − z) ⊙ h + z ⊙ Hₜ₋₁`;
/// where `linear_before_reset` is set, `h = g(Xₜ·Whᵀ + r ⊙ (Hₜ₋₁·Rhᵀ + Rbh) + Wbh)`.
///
/// Source: ONNX GRU, opsets 1, 3, 7, 14, 22; Cho et al., 2014, arXiv:1406.1078.
struct GRU: RecurrentOperator {
    static let name = "GRU"
    static let gateCount = 3
    static let standardActivations: [RecurrentActivation.Kind] = [.sigmoid, .tanh]
    let settings: RecurrentSettings
    private let isLinearBeforeReset: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        settings = try RecurrentSettings(attributes, standardActivations: Self.standardActivations)
        isLinearBeforeReset = try attributes.int("linear_before_reset", default: 0) != 0
    }

    func keepsRecurrentBias(ofGate gate: Int) -> Bool { gate == 2 && isLinearBeforeReset }

    func next(_ state: RecurrentState, _ step: RecurrentStep) -> RecurrentState {
        let (f, g) = (settings.activations[step.direction][0], settings.activations[step.direction][1])
        let hidden = step.hidden
        let shared = step.products(state.output, gates: 0..<(isLinearBeforeReset ? 3 : 2))
        let sharedWidth = (isLinearBeforeReset ? 3 : 2) * hidden
        var update = [Float](repeating: 0, count: step.batch * hidden)
        var reset = update
        for row in 0..<step.batch {
            let (z, r) = (step.start(row: row, gate: 0), step.start(row: row, gate: 1))
            for unit in 0..<hidden {
                update[row * hidden + unit] = f(settings.clipped(step.inputs[z + unit] + shared[row * sharedWidth + unit]))
                reset[row * hidden + unit] = f(settings.clipped(step.inputs[r + unit] + shared[row * sharedWidth + hidden + unit]))
            }
        }
        var candidate: [Float]
        if isLinearBeforeReset {
            candidate = reset.indices.map { index in
                let (row, unit) = index.quotientAndRemainder(dividingBy: hidden)
                let bias = step.recurrentBias.isEmpty ? 0 : step.recurrentBias[2 * hidden + unit]
                return reset[index] * (shared[row * sharedWidth + 2 * hidden + unit] + bias)
            }
        } else {
            candidate = step.products(zip(reset, state.output).map { $0 * $1 }, gates: 2..<3)
        }
        for row in 0..<step.batch {
            let h = step.start(row: row, gate: 2)
            for unit in 0..<hidden {
                let index = row * hidden + unit
                let value = g(settings.clipped(step.inputs[h + unit] + candidate[index]))
                candidate[index] = (1 - update[index]) * value + update[index] * state.output[index]
            }
        }
        return RecurrentState(output: candidate, cell: [])
    }
}
