import Tensors

/// An operator that can pass a gradient back from its outputs to its inputs.
package protocol DifferentiableOperator: Operator {
    /// What of the forward run ``gradients(_:)`` reads in order to make the gradients of the inputs that are `wanted`.
    ///
    /// Nothing else is kept, and what is not kept need not even exist: a normalization that asks for nothing stays folded into the
    /// convolution before it. Constant inputs are always at hand.
    func gradientNeeds(wanted: [Bool]) -> GradientNeeds

    /// The gradient of every input that is wanted: what a small change of each of its elements makes of the loss.
    ///
    /// Of the input's shape and of its gradient's type (see ``BackwardStep``); `nil` where it is zero everywhere.
    func gradients(_ step: BackwardStep) throws -> [Tensor?]
}

extension DifferentiableOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { .nothing }
}

/// Inputs and outputs of a forward run that a gradient is computed from.
package struct GradientNeeds: Sendable, Equatable {
    package var inputs: Set<Int>
    package var outputs: Set<Int>

    package init(inputs: Set<Int> = [], outputs: Set<Int> = []) {
        self.inputs = inputs
        self.outputs = outputs
    }

    package static let nothing = GradientNeeds()
    package static let firstInput = GradientNeeds(inputs: [0])
    package static let firstOutput = GradientNeeds(outputs: [0])
}

/// One operator on the way back: its part of the forward run, and the gradients that reached its outputs.
///
/// Everything is float64 where the network is, and float32 elsewhere: values of 16 bits are widened, and so are their gradients.
package struct BackwardStep: Sendable {
    /// Those inputs of the forward run that are constant or were asked for.
    package let inputs: [Tensor?]
    /// Type, shape and constant value of every input.
    package let inputInfos: [ValueInfo?]
    /// Those outputs of the forward run that were asked for.
    package let outputs: [Tensor?]
    /// Type and shape of every output.
    package let outputInfos: [ValueInfo?]
    /// The gradient of each output; `nil` where none reached it. At least one did.
    package let outputGradients: [Tensor?]
    /// Of which inputs a gradient is wanted.
    package let wanted: [Bool]
    /// What rectifiers pass back.
    package let rule: GradientRule
    package let context: RunContext
    /// Where arranged weights of the network are kept.
    let filters: PackedFilterCache
}

extension BackwardStep {
    /// An input that was asked for.
    package func input(_ index: Int) throws(OperatorError) -> Tensor { try inputs.required(index) }

    /// An output that was asked for.
    package func output(_ index: Int = 0) throws(OperatorError) -> Tensor { try outputs.required(index) }

    /// The gradient that reached the first output.
    package func gradient() throws(OperatorError) -> Tensor { try outputGradients.required(0) }

    package func inputShape(_ index: Int) throws(OperatorError) -> Shape { try inputInfos.required(index, "input").shape }

    package func wants(_ index: Int) -> Bool { index < wanted.count && wanted[index] }

    /// As many gradients as there are inputs, that of one input made by `body` where it is wanted.
    package func only(_ index: Int = 0, _ body: () throws -> Tensor?) rethrows -> [Tensor?] {
        var gradients = [Tensor?](repeating: nil, count: wanted.count)
        if wants(index) { gradients[index] = try body() }
        return gradients
    }

    /// Gradients made one by one for the inputs that are wanted.
    package func each(_ body: (Int) throws -> Tensor?) rethrows -> [Tensor?] {
        try wanted.indices.map { wanted[$0] ? try body($0) : nil }
    }
}
