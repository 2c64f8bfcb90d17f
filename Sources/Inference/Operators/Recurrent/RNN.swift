import Tensors

/// The simple recurrent network: `Hₜ = f(Xₜ·Wᵀ + Hₜ₋₁·Rᵀ + Wb + Rb)`.
///
/// Source: ONNX RNN, opsets 1, 7, 14, 22.
struct RNN: RecurrentOperator {
    static let name = "RNN"
    static let gateCount = 1
    static let standardActivations: [RecurrentActivation.Kind] = [.tanh]
    let settings: RecurrentSettings

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        settings = try RecurrentSettings(attributes, standardActivations: Self.standardActivations)
    }

    func next(_ state: RecurrentState, _ step: RecurrentStep) -> RecurrentState {
        let activation = settings.activations[step.direction][0]
        let recurrent = step.products(state.output, gates: 0..<1)
        let output = recurrent.indices.map { activation(settings.clipped(step.inputs[$0] + recurrent[$0])) }
        return RecurrentState(output: output, cell: [])
    }
}
