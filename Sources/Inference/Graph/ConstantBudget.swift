import Tensors

/// How much a graph may make the program compute while its network is loaded, before anybody has asked for a value.
///
/// A real graph folds shapes, tables, and weights that are stored in another type; a hostile one could fill the memory with a few bytes.
package struct ConstantBudget {
    /// Elements of all values computed while loading, which stay in memory.
    private var elementCount: Int
    /// Steps of arithmetic, as far as the operators tell: some seconds.
    private var stepCount = 1 << 34

    /// Networks that are only there to be listed make all their weights of one number: VGG-19 some 144 million.
    private static let freeElementCount = 1 << 28
    private static let greatestRatio = 16

    /// - Parameter constants: what the file has brought; its own size is what makes more plausible.
    package init(for constants: some Collection<Tensor>) {
        let stored = constants.reduce(0) { min($0 + $1.elementCount, 1 << 40) }
        elementCount = Self.freeElementCount + Self.greatestRatio * stored
    }

    /// Takes off what an operation costs; whether there was enough.
    package mutating func spend(on operation: any Operator, inputs: [ValueInfo?], outputs: [ValueInfo]) -> Bool {
        let made = outputs.reduce(0) { $0 + $1.shape.elementCount }
        let read = inputs.reduce(0) { $0 + ($1?.shape.elementCount ?? 0) }
        let area = (operation as? any WindowedOperator)?.window.kernel?.reduce(1) { min($0 * $1, 1 << 30) } ?? 1
        elementCount -= made
        stepCount -= max(
            min(made, 1 << 31) * min(area, max(read, 1), 1 << 31), read, operation.multiplyAdds(inputs: inputs, outputs: outputs))
        return elementCount >= 0 && stepCount >= 0
    }
}
