import Inference
import Tensors

/// A function of the numbers at one place: an activation, a product, a comparison.
///
/// It is made anew by the operator itself, on these numbers alone and in double precision.
enum ElementwiseLedger: LedgerRule {
    static let operatorNames: Set<String> = [
        "Abs", "Acos", "Acosh", "And", "Asin", "Asinh", "Atan", "Atanh", "Cast", "CastLike", "Ceil", "Celu", "Clip", "Cos", "Cosh", "Div",
        "Elu", "Equal", "Erf", "Exp", "Floor", "Gelu", "Greater", "GreaterOrEqual", "HardSigmoid", "HardSwish", "IsInf", "IsNaN",
        "LeakyRelu", "Less", "LessOrEqual", "Log", "Mish", "Mod", "Mul", "Neg", "Not", "Or", "Pow", "PRelu", "Reciprocal", "Relu", "Round",
        "Selu", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Swish", "Tan", "Tanh", "ThresholdedRelu", "Where", "Xor",
    ]

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        let indices = opened.node.inputs.indices.filter(opened.hasInput)
        var terms: [Ledger.Term] = []
        for index in indices {
            let element = opened.operandElement(index)
            terms.append(Ledger.Term(opened.source(index, element), try opened.input(index).number(at: element)))
        }
        let result = try recomputed(opened)
        var ledger = Ledger(
            of: opened.unit, value: opened.value, formula: formula(opened.node.operatorName, terms), terms: terms, recomputed: result)
        let inputs = terms.indices.filter { if case .unit = terms[$0].source { true } else { false } }
        if inputs.count == 1, let result { weigh(inputs[0], result, opened.node.operatorName, &ledger) }
        return ledger
    }

    /// Says what the only input is multiplied by, where the operator is a factor as long as the input stays where it is.
    private static func weigh(_ place: Int, _ result: Double, _ name: String, _ ledger: inout Ledger) {
        let input = ledger.terms[place].value
        ledger.terms[place].amount = result
        switch name {
        case "Relu", "LeakyRelu", "PRelu": ledger.terms[place].weight = input == 0 ? 0 : result / input
        case "Mul" where ledger.terms.count == 2: ledger.terms[place].weight = ledger.terms[1 - place].value
        case "Div" where place == 0: ledger.terms[0].weight = 1 / ledger.terms[1].value
        case "Neg": ledger.terms[place].weight = -1
        case "Clip" where result == input: ledger.terms[place].weight = 1
        case "Clip":
            (ledger.terms[place].weight, ledger.terms[place].amount) = (0, 0)
            ledger.summands = [Ledger.Line("limit", result)]
        default: break
        }
    }

    /// The operator's own result on one element of each input.
    private static func recomputed(_ opened: OpenedOperation) throws -> Double? {
        let single = try opened.node.inputs.indices.map { index in
            try opened.rawInput(index).map { $0.single(at: opened.operandElement(index)) }
        }
        let wide = single.map { $0.map { $0.elementType == .float32 ? Tensor([1], elements: [Double($0.floatElements[0])]) : $0 } }
        let implementation = opened.operation.implementation
        let result = try (try? implementation.run(wide, in: RunContext())) ?? implementation.run(single, in: RunContext())
        guard let first = result.first else { return nil }
        return first.elementType == .float64 ? first.elements(as: Double.self)[0] : first.convertedToFloat32().number(at: 0)
    }

    private static func formula(_ name: String, _ terms: [Ledger.Term]) -> String {
        switch name {
        case "Relu": "max(x, 0)"
        case "Mul": "the product of \(terms.count)"
        case "Div": "the first divided by the second"
        case "Clip": "x, limited to a range"
        case "Sigmoid": "1 / (1 + e^−x)"
        case "Swish": "x / (1 + e^−x)"
        default: "\(name) of \(terms.count == 1 ? "x" : "\(terms.count) numbers")"
        }
    }
}

extension Tensor {
    /// One element as a tensor `[1]` that shares the storage.
    fileprivate func single(at element: Int) -> Tensor {
        Tensor(shape: [1], elementType: elementType, storage: storage, byteOffset: byteOffset + element * elementType.byteWidth)
    }
}
