import Inference
import Tensors

/// The greatest or least of several numbers: one wins, and the others add nothing.
enum ExtremeLedger: LedgerRule {
    static let operatorNames: Set<String> = ["MaxPool", "GlobalMaxPool", "ReduceMax", "ReduceMin", "Max", "Min"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        let candidates = try candidates(of: opened)
        let seeksLeast = opened.node.operatorName.hasSuffix("Min")
        let values = candidates.map(\.value)
        let best = (seeksLeast ? values.min() : values.max()) ?? 0
        let winner = values.firstIndex(of: best) ?? 0
        let terms = candidates.enumerated().map { index, candidate in
            Ledger.Term(candidate.source, candidate.value, weight: index == winner ? 1 : 0, amount: index == winner ? candidate.value : 0)
        }
        let ties = values.count { $0 == best } - 1
        let formula =
            "the \(seeksLeast ? "least" : "greatest") of \(terms.count) numbers" + (ties > 0 ? ", the first of \(ties + 1) equal ones" : "")
        return Ledger(sumOf: opened.unit, value: opened.value, formula: formula, terms: terms)
    }

    private static func candidates(of opened: OpenedOperation) throws -> [Ledger.Term] {
        if ["Max", "Min"].contains(opened.node.operatorName) {
            return try opened.node.inputs.indices.map { index in
                let element = opened.operandElement(index)
                return Ledger.Term(opened.source(index, element), try opened.input(index).number(at: element))
            }
        }
        let x = try opened.input(0)
        let elements =
            if let pool = opened.operation.implementation as? any WindowPooling {
                try windowElements(pool, opened.indices, x.shape)
            } else {
                try ReducedElements(opened, x.shape).elements
            }
        return withExtendedLifetime(x.storage) {
            let numbers = x.floatElements
            return elements.map { Ledger.Term(opened.source(0, $0), Double(numbers[$0])) }
        }
    }

    /// Padding never wins, so it is left out.
    private static func windowElements(_ pool: any WindowPooling, _ indices: [Int], _ shape: Shape) throws -> [Int] {
        let resolved = try pool.resolvedWindow(shape)
        let start = (indices[0] * shape[1] + indices[1]) * resolved.input.reduce(1, *)
        return WindowTaps(resolved, at: Array(indices[2...])).offsets.compactMap { $0.map { start + $0 } }
    }
}
