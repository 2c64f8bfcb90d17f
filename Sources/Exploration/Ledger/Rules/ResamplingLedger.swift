import Inference
import Tensors

/// A resized map: each number is a weighted mean of those around its place in the original.
enum ResamplingLedger: LedgerRule {
    static let operatorNames: Set<String> = ["Resize", "Upsample"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        guard let resampling = opened.operation.implementation as? any ResamplingOperator else {
            return try InputListLedger.ledger(of: opened)
        }
        let x = try opened.input(0)
        let inputs = try opened.node.inputs.indices.map { index in
            index == 0 ? ValueInfo(.float32, x.shape) : try opened.rawInput(index).map { ValueInfo(constant: $0) }
        }
        let axes = try resampling.contributions(to: opened.indices, of: x.shape, inputs: inputs)
        let strides = x.shape.strides
        var elements = [(element: 0, weight: 1.0)]
        for (axis, neighbors) in axes.enumerated() {
            elements = elements.flatMap { base in
                neighbors.map { (base.element + $0.index * strides[axis], base.weight * $0.weight) }
            }
        }
        let terms = elements.map { element, weight in
            let value = x.number(at: element)
            return Ledger.Term(opened.source(0, element), value, weight: weight, amount: weight * value)
        }
        let formula =
            terms.count == 1 ? "the nearest number of the original" : "the weighted mean of \(terms.count) numbers of the original"
        return Ledger(sumOf: opened.unit, value: opened.value, formula: formula, terms: terms)
    }
}
