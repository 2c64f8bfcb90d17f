import Inference
import Tensors

/// A normalization by the statistics of training: `(x − mean) · scale / √(variance + ε) + bias`.
enum BatchNormalizationLedger: LedgerRule {
    static let operatorNames: Set<String> = ["BatchNormalization"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        guard let normalization = opened.operation.implementation as? BatchNormalization else {
            return try InputListLedger.ledger(of: opened)
        }
        let channel = opened.indices[1]
        let (scale, bias) = (try opened.input(1).number(at: channel), try opened.input(2).number(at: channel))
        let (mean, variance) = (try opened.input(3).number(at: channel), try opened.input(4).number(at: channel))
        let x = try opened.input(0).number(at: opened.unit.element)
        let factor = scale / (variance + Double(normalization.epsilon)).squareRoot()
        return Ledger(
            sumOf: opened.unit, value: opened.value, formula: "(x − mean) · scale / √(variance + ε) + bias = factor · x + shift",
            terms: [Ledger.Term(opened.source(0, opened.unit.element), x, weight: factor, amount: factor * x)],
            summands: [Ledger.Line("−mean · factor", -mean * factor), Ledger.Line("bias", bias)],
            facts: [
                Ledger.Line("mean", mean), Ledger.Line("variance", variance), Ledger.Line("ε", Double(normalization.epsilon)),
                Ledger.Line("scale", scale), Ledger.Line("factor", factor),
            ])
    }
}
