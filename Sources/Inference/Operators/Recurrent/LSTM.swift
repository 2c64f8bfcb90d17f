import Tensors

/// Long short-term memory, with the gates i (input), o (output), f (forget) and c (cell) in this order:
/// `i = f(Xₜ·Wiᵀ + Hₜ₋₁·Riᵀ + Pi ⊙ Cₜ₋₁ + Wbi + Rbi)`, f alike with Pf, `c = g(Xₜ·Wcᵀ + Hₜ₋₁·Rcᵀ + Wbc + Rbc)`,
/// `Cₜ = f ⊙ Cₜ₋₁ + i ⊙ c`, `o = f(Xₜ·Woᵀ + Hₜ₋₁·Roᵀ + Po ⊙ Cₜ + Wbo + Rbo)`, `Hₜ = o ⊙ h(Cₜ)`.
///
/// The peepholes P are those of i, o and f. Where `input_forget` is set, f is `1 − i`.
///
/// Source: ONNX LSTM, opsets 1, 7, 14, 22; Hochreiter and Schmidhuber, 1997, doi:10.1162/neco.1997.9.8.1735.
struct LSTM: RecurrentOperator {
    static let name = "LSTM"
    static let gateCount = 4
    static let hasCellState = true
    static let standardActivations: [RecurrentActivation.Kind] = [.sigmoid, .tanh, .tanh]
    let settings: RecurrentSettings
    private let couplesForget: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        settings = try RecurrentSettings(attributes, standardActivations: Self.standardActivations)
        couplesForget = try attributes.int("input_forget", default: 0) != 0
    }

    func next(_ state: RecurrentState, _ step: RecurrentStep) -> RecurrentState {
        let (f, g, h) = (
            settings.activations[step.direction][0], settings.activations[step.direction][1], settings.activations[step.direction][2]
        )
        let hidden = step.hidden
        let recurrent = step.products(state.output, gates: 0..<4)
        var next = state
        for row in 0..<step.batch {
            let starts = (0..<4).map { step.start(row: row, gate: $0) }
            for unit in 0..<hidden {
                let index = row * hidden + unit
                let cell = state.cell[index]
                let gate = { (gate: Int) in step.inputs[starts[gate] + unit] + recurrent[starts[gate] + unit] }
                let peep = { (gate: Int, cell: Float) in step.peepholes.isEmpty ? 0 : step.peepholes[gate * hidden + unit] * cell }
                let input = f(settings.clipped(gate(0) + peep(0, cell)))
                let forget = couplesForget ? 1 - input : f(settings.clipped(gate(2) + peep(2, cell)))
                let newCell = forget * cell + input * g(settings.clipped(gate(3)))
                let output = f(settings.clipped(gate(1) + peep(1, newCell)))
                next.cell[index] = newCell
                next.output[index] = output * h(newCell)
            }
        }
        return next
    }
}
