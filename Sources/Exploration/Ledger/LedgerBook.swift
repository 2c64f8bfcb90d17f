import Inference
import Tensors

/// Opens the ledgers of a network's units, for one input. What it has asked the engine for it keeps.
package final class LedgerBook {
    package let network: Network
    /// Yields values of the network as the engine computes them.
    private let values: ([String]) throws -> [String: Tensor]
    private var known: [String: Tensor] = [:]

    package init(_ network: Network, values: @escaping ([String]) throws -> [String: Tensor]) {
        self.network = network
        self.values = values
    }

    package convenience init(_ specimen: Specimen, control: RunControl = RunControl()) {
        self.init(specimen.network) { try specimen.values($0, control: control) }
    }

    /// One level of the arithmetic behind a unit.
    ///
    /// - Throws: ``LedgerError``, and what the engine throws.
    package func ledger(of unit: NetworkUnit) throws -> Ledger {
        guard let info = network.values[unit.value] else { throw LedgerError.unknownValue(unit.value) }
        guard (0..<info.shape.elementCount).contains(unit.element) else {
            throw LedgerError.outside(element: unit.element, value: unit.value, shape: info.shape)
        }
        guard let number = network.producers[unit.value] else {
            let value = try tensor(unit.value).number(at: unit.element)
            let formula = info.constant == nil ? "what is fed to the network" : "a constant of the network"
            return Ledger(of: unit, value: value, formula: formula, terms: [], recomputed: value)
        }
        let operation = network.operations[number]
        try fetch([unit.value] + operation.node.inputs)
        let opened = OpenedOperation(book: self, operation: operation, unit: unit, value: try tensor(unit.value).number(at: unit.element))
        return try LedgerRuleCatalog.rule(for: operation).ledger(of: opened)
    }

    /// Has all values that an operation needs computed in one run.
    private func fetch(_ names: [String]) throws {
        let missing = names.filter { !$0.isEmpty && known[$0] == nil && network.constant($0) == nil }
        guard !missing.isEmpty else { return }
        known.merge(try values(missing)) { $1 }
    }

    /// A value as float32.
    func tensor(_ name: String) throws -> Tensor { try rawTensor(name).convertedToFloat32() }

    /// A value as it is.
    func rawTensor(_ name: String) throws -> Tensor {
        if let constant = network.constant(name) { return constant }
        try fetch([name])
        guard let tensor = known[name] else { throw LedgerError.unknownValue(name) }
        return tensor
    }
}

/// An operation with the unit of its output that is being taken apart.
struct OpenedOperation {
    let book: LedgerBook
    let operation: Network.Operation
    let unit: NetworkUnit
    /// The unit's number as the engine has it.
    let value: Double

    var node: Node { operation.node }
    var outputIndex: Int { node.outputs.firstIndex(of: unit.value) ?? 0 }
    var outputShape: Shape { book.network.values[unit.value]?.shape ?? [] }
    /// The unit's index along each axis of the output.
    var indices: [Int] { outputShape.indices(of: unit.element) }

    func hasInput(_ index: Int) -> Bool { index < node.inputs.count && !node.inputs[index].isEmpty }

    func shape(ofInput index: Int) -> Shape { hasInput(index) ? book.network.values[node.inputs[index]]?.shape ?? [] : [] }

    /// An input as float32.
    func input(_ index: Int) throws -> Tensor { try book.tensor(node.inputs[index]) }

    /// An input as it is, `nil` where it is left out.
    func rawInput(_ index: Int) throws -> Tensor? { hasInput(index) ? try book.rawTensor(node.inputs[index]) : nil }

    /// Where an element of an input comes from.
    func source(_ index: Int, _ element: Int) -> Ledger.Source {
        let unit = NetworkUnit(value: node.inputs[index], element: element)
        return book.network.constant(unit.value) == nil ? .unit(unit) : .constant(unit)
    }

    /// The element of an input that stands at the unit's place in an operator that goes element by element.
    func operandElement(_ index: Int) -> Int {
        var shape = shape(ofInput: index)
        let missing = outputShape.rank - shape.rank
        if missing > 0, Shape.broadcast(shape, outputShape) != outputShape || node.attributes["axis"] != nil {
            // The operator sets before 7 let the second operand begin at an axis, of which a channel's is the usual one.
            let axis = (try? node.attributes.int("axis", default: 1)).flatMap(outputShape.normalizedAxis) ?? 1
            shape.dimensions += [Int](repeating: 1, count: max(0, outputShape.rank - axis - shape.rank))
        }
        return shape.broadcastElement(at: indices)
    }
}
