import Inference
import Tensors

/// An operator that only moves numbers: reshaping, transposing, cutting, joining, padding.
///
/// Where a number comes from is found by the operator itself: it moves the numbers of the elements instead of the elements.
enum MovementLedger: LedgerRule {
    static let operatorNames: Set<String> = [
        "Concat", "DepthToSpace", "Dropout", "Expand", "Flatten", "Gather", "GatherElements", "GatherND", "Identity", "Pad", "Reshape",
        "Slice", "SpaceToDepth", "Split", "Squeeze", "Tile", "Transpose", "Unsqueeze",
    ]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        guard let (index, element) = try origin(of: opened) else {
            let constant = Ledger.Term(.padding, opened.value, amount: opened.value)
            return Ledger(sumOf: opened.unit, value: opened.value, formula: "padding", terms: [constant])
        }
        let value = try opened.input(index).number(at: element)
        let term = Ledger.Term(opened.source(index, element), value, weight: 1, amount: value)
        let whose = opened.node.operatorName == "Concat" ? ", from input \(index) of \(opened.node.inputs.count)" : ""
        return Ledger(
            sumOf: opened.unit, value: opened.value, formula: "moved by \(opened.node.operatorName), unchanged\(whose)", terms: [term])
    }

    /// The input and element that a number comes from; `nil` where it is none of them, as padding is.
    static func origin(of opened: OpenedOperation) throws -> (input: Int, element: Int)? {
        let name = opened.node.operatorName
        var inputs: [Tensor?] = []
        var starts: [Int] = []
        // Element e of an input goes as number start + e; 0 is for what comes from nowhere.
        var next: Int64 = 1
        for index in opened.node.inputs.indices {
            starts.append(Int(next))
            if index == 0 || name == "Concat" {
                let shape = opened.shape(ofInput: index)
                let first = next
                inputs.append(Tensor(shape, of: Int64.self) { for place in $0.indices { $0[place] = first + Int64(place) } })
                next += Int64(shape.elementCount)
            } else if name == "Pad", index == 2 {
                inputs.append(opened.hasInput(2) ? Tensor([], elements: [0 as Int64]) : nil)
            } else {
                inputs.append(try opened.rawInput(index))
            }
        }
        let outputs = try opened.operation.implementation.run(inputs, in: RunContext())
        guard opened.outputIndex < outputs.count, outputs[opened.outputIndex].elementType == .int64 else { return nil }
        let number = Int(outputs[opened.outputIndex].elements(as: Int64.self)[opened.unit.element])
        guard number > 0, let index = starts.indices.last(where: { starts[$0] <= number && (name == "Concat" || $0 == 0) }) else {
            return nil
        }
        return (index, number - starts[index])
    }
}
