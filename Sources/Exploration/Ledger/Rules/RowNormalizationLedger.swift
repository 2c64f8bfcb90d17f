import Inference
import Tensors

/// A normalization by the statistics of the picture itself: `(x − mean) · scale / √(variance + ε) + bias`.
enum RowNormalizationLedger: LedgerRule {
    static let operatorNames: Set<String> = ["InstanceNormalization", "LayerNormalization"]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        guard opened.outputIndex == 0 else { return try InputListLedger.ledger(of: opened) }
        let x = try opened.input(0)
        let isInstance = opened.node.operatorName == "InstanceNormalization"
        let axis = isInstance ? 2 : x.shape.normalizedAxis(try opened.node.attributes.int("axis", default: -1)) ?? 0
        let length = Shape(Array(x.shape.dimensions[axis...])).elementCount
        let start = opened.unit.element / max(1, length) * length
        let row = withExtendedLifetime(x.storage) { x.floatElements[start..<(start + length)].map(Double.init) }
        let mean = row.reduce(0, +) / Double(length)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(length)
        let epsilon = Double(try opened.node.attributes.float("epsilon", default: 1e-5))
        let parameter = isInstance ? opened.indices[1] : opened.unit.element - start
        let scale = try opened.input(1).number(at: parameter)
        let bias = opened.hasInput(2) ? try opened.input(2).number(at: parameter) : 0
        let factor = scale / (variance + epsilon).squareRoot()
        let value = x.number(at: opened.unit.element)
        return Ledger(
            sumOf: opened.unit, value: opened.value,
            formula: "(x − mean) · scale / √(variance + ε) + bias, with the statistics of \(length) numbers of this picture",
            terms: [Ledger.Term(opened.source(0, opened.unit.element), value, weight: factor, amount: factor * value)],
            summands: [Ledger.Line("−mean · factor", -mean * factor), Ledger.Line("bias", bias)],
            facts: [
                Ledger.Line("mean", mean), Ledger.Line("variance", variance), Ledger.Line("ε", epsilon), Ledger.Line("scale", scale),
                Ledger.Line("factor", factor),
            ])
    }
}
