import Inference
import Tensors

/// The way back from one number through everything linear: the number as `constant + Σ weights · value`, for values ever further up.
struct HeadWalk {
    private(set) var value: String
    /// One weight an element of the value.
    private(set) var weights: [Double]
    private(set) var constant = 0.0
    private(set) var path: [String] = []
    private(set) var gates: [String] = []
    private let book: LedgerBook

    /// Operators that leave the order of the elements as it is.
    private static let reshaping: Set<String> = ["Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "Dropout"]
    /// Operators whose ledger is a sum with weights that do not depend on the input.
    private static let linear: Set<String> = [
        "Gemm", "MatMul", "Conv", "Add", "Sub", "Mul", "Div", "BatchNormalization", "AveragePool", "GlobalAveragePool", "ReduceMean",
        "ReduceSum", "Transpose",
    ]
    /// Operators that are a factor as long as the input stays where it is.
    private static let gating: Set<String> = ["Relu", "LeakyRelu", "Clip"]

    init(from unit: NetworkUnit, book: LedgerBook) {
        self.book = book
        value = unit.value
        weights = [Double](repeating: 0, count: book.network.values[unit.value]?.shape.elementCount ?? 0)
        if weights.indices.contains(unit.element) { weights[unit.element] = 1 }
    }

    /// Goes back to the first maps on which more than one channel counts, or to the last ones that can be reached.
    ///
    /// - Throws: ``LedgerError`` where something that is no weighted sum stands before any maps.
    mutating func goToMaps() throws {
        while !(isAtMaps && weightedChannelCount > 1) {
            guard let number = book.network.producers[value] else {
                if isAtMaps { return }
                throw LedgerError.noMaps(node: value)
            }
            let operation = book.network.operations[number]
            let name = operation.node.operatorName
            let inputs = operation.node.inputs.filter { !$0.isEmpty && book.network.constant($0) == nil }
            let isPassable = inputs.count == 1 && (Self.reshaping.contains(name) || Self.linear.contains(name) || isAtMaps && isGate(name))
            guard isPassable, let input = inputs.first, !(isAtMaps && reaches(operation)) else {
                if isAtMaps { return }
                throw LedgerError.headNotLinear(node: operation.node.name, operatorName: name)
            }
            try pass(operation, to: input)
        }
    }

    private func isGate(_ name: String) -> Bool { Self.gating.contains(name) }

    /// Whether an operation on maps mixes places, so that a map of its input would no longer be one of its output.
    private func reaches(_ operation: Network.Operation) -> Bool {
        guard let convolution = operation.implementation as? Conv else { return false }
        let names = operation.node.inputs
        guard let x = book.network.values[names[0]]?.shape, let weights = book.network.values[names[1]]?.shape,
            let window = try? convolution.resolvedWindow(x, weights)
        else { return true }
        return !window.isPointwise
    }

    private var shape: Shape { book.network.values[value]?.shape ?? [] }

    /// Whether the value has more than one place a channel.
    private var isAtMaps: Bool { shape.rank >= 3 && shape.rank <= 4 && shape[0] == 1 && shape.dimensions[2...].reduce(1, *) > 1 }

    private var weightedChannelCount: Int {
        let plane = shape.dimensions[2...].reduce(1, *)
        guard shape[1] > 1 else { return 2 }
        return (0..<shape[1]).count { channel in weights[channel * plane..<(channel + 1) * plane].contains { $0 != 0 } }
    }

    private mutating func pass(_ operation: Network.Operation, to input: String) throws {
        path.append(operation.node.name)
        if isGate(operation.node.operatorName) { gates.append(operation.node.name) }
        if !Self.reshaping.contains(operation.node.operatorName) {
            var above = [Double](repeating: 0, count: book.network.values[input]?.shape.elementCount ?? 0)
            for (element, weight) in weights.enumerated() where weight != 0 {
                let ledger = try book.ledger(of: NetworkUnit(value: value, element: element))
                constant += weight * ledger.summands.reduce(0) { $0 + $1.number }
                for term in ledger.terms {
                    if case .unit(let unit) = term.source {
                        above[unit.element] += weight * (term.weight ?? 0)
                    } else if term.weight != nil, !isFactor(operation) {
                        constant += weight * (term.amount ?? 0)
                    }
                }
            }
            weights = above
        }
        value = input
    }

    /// Whether a constant operand multiplies instead of adding.
    private func isFactor(_ operation: Network.Operation) -> Bool { ["Mul", "Div"].contains(operation.node.operatorName) }
}
