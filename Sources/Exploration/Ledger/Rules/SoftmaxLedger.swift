import Glibc
import Inference
import Tensors

/// A softmax: `e^(x − max) / Σ e^(x − max)`, a term of the sum for each number of the line.
enum SoftmaxLedger: LedgerRule {
    static let operatorNames: Set<String> = ["Softmax", "LogSoftmax"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        guard let softmax = opened.operation.implementation as? any LineOperator else { return try InputListLedger.ledger(of: opened) }
        let x = try opened.input(0)
        let line = softmax.line(through: opened.unit.element, of: x.shape)
        let numbers = line.map { x.number(at: $0) }
        let greatest = numbers.max() ?? 0
        let terms = zip(line, numbers).map { element, number in
            Ledger.Term(opened.source(0, element), number, amount: exp(number - greatest))
        }
        let own = exp(x.number(at: opened.unit.element) - greatest)
        let sum = terms.reduce(0) { $0 + ($1.amount ?? 0) }
        let isLogarithm = opened.node.operatorName == "LogSoftmax"
        return Ledger(
            of: opened.unit, value: opened.value,
            formula: (isLogarithm ? "the logarithm of " : "") + "e^(x − greatest) / Σ e^(x − greatest), whose products are the powers",
            terms: terms,
            facts: [
                Ledger.Line("x", x.number(at: opened.unit.element)), Ledger.Line("greatest", greatest),
                Ledger.Line("e^(x − greatest)", own), Ledger.Line("Σ e^(x − greatest)", sum),
            ], recomputed: isLogarithm ? log(own / sum) : own / sum)
    }
}
