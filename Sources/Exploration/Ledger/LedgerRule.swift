import Inference

/// How the operators of one family make a number of others.
protocol LedgerRule: Sendable {
    /// ONNX's names of the operators.
    static var operatorNames: Set<String> { get }

    /// One level of the arithmetic behind a unit.
    static func ledger(of opened: OpenedOperation) throws -> Ledger
}

/// Every family there is.
enum LedgerRuleCatalog {
    static let all: [any LedgerRule.Type] = [
        AverageLedger.self,
        BatchNormalizationLedger.self,
        ConvolutionLedger.self,
        ElementwiseLedger.self,
        ExtremeLedger.self,
        MatrixProductLedger.self,
        MovementLedger.self,
        ResamplingLedger.self,
        RowNormalizationLedger.self,
        SoftmaxLedger.self,
        SumLedger.self,
    ]

    private static let byName: [String: any LedgerRule.Type] = Dictionary(
        all.flatMap { rule in rule.operatorNames.map { ($0, rule) } }, uniquingKeysWith: { first, _ in first })

    static func rule(for operation: Network.Operation) -> any LedgerRule.Type {
        byName[operation.node.operatorName] ?? InputListLedger.self
    }
}

/// Any operator that no other family knows: its inputs are named, and nothing is claimed.
enum InputListLedger: LedgerRule {
    static let operatorNames: Set<String> = []

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        let indices = opened.node.inputs.indices.filter(opened.hasInput)
        let terms = try indices.compactMap { index -> Ledger.Term? in
            let tensor = try opened.input(index)
            guard tensor.elementCount > 0 else { return nil }
            let place = tensor.shape == opened.outputShape ? opened.unit.element : 0
            return Ledger.Term(opened.source(index, place), tensor.number(at: place))
        }
        return Ledger(
            of: opened.unit, value: opened.value,
            formula: "\(opened.node.operatorName) of these inputs, which this program does not take apart", terms: terms)
    }
}
