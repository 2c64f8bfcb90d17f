import Inference
import Tensors

/// A sum of several values, such as a skip connection: a term for each branch.
enum SumLedger: LedgerRule {
    static let operatorNames: Set<String> = ["Add", "Sub", "Sum", "Mean"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        let name = opened.node.operatorName
        let count = opened.node.inputs.count
        let terms = try opened.node.inputs.indices.map { index in
            let element = opened.operandElement(index)
            let value = try opened.input(index).number(at: element)
            let weight = name == "Mean" ? 1 / Double(count) : name == "Sub" && index == 1 ? -1 : 1.0
            return Ledger.Term(opened.source(index, element), value, weight: weight, amount: weight * value)
        }
        let formula =
            name == "Sub" ? "the first minus the second" : name == "Mean" ? "the mean of \(count)" : "the sum of \(count) branches"
        return Ledger(sumOf: opened.unit, value: opened.value, formula: formula, terms: terms)
    }
}
