import Tensors

/// The texts without those of a list (`stopwords`), as they are, or all in lower or upper case: `[C]` or `[1, C]`.
///
/// Where none is left there is one, and it is empty. Letters change as Unicode says, whatever the `locale`; a locale whose letters i
/// change otherwise is refused.
///
/// Source: ONNX StringNormalizer, opset 10.
struct StringNormalizer: DataDependentOperator {
    static let name = "StringNormalizer"
    private let action: CaseChange
    private let isCaseSensitive: Bool
    private let stopwords: Set<String>

    private enum CaseChange: String, CaseIterable {
        case none = "NONE"
        case lower = "LOWER"
        case upper = "UPPER"

        func applied(to text: String) -> String {
            switch self {
            case .none: text
            case .lower: text.lowercased()
            case .upper: text.uppercased()
            }
        }
    }

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        action = try attributes.choice("case_change_action", default: CaseChange.none)
        let isCaseSensitive = try attributes.int("is_case_sensitive", default: 0) != 0
        self.isCaseSensitive = isCaseSensitive
        stopwords = Set(try (attributes.strings("stopwords") ?? []).map { isCaseSensitive ? $0 : $0.lowercased() })
        let locale = try attributes.string("locale", default: "en_US")
        if action != .none, ["az", "lt", "tr"].contains(locale.prefix(2).lowercased()) { throw .unsupported("the locale '\(locale)'") }
    }

    func check(_ inputs: [ValueInfo?]) throws(OperatorError) {
        let x = try inputs.required(0, "X")
        try x.requireTexts("X")
        guard x.shape.rank == 1 || x.shape.rank == 2 && x.shape[0] == 1 else {
            throw .shapes(found: [x.shape], expected: "the shape C or 1xC")
        }
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        try check(inputs.known)
        let x = try inputs.required(0)
        var kept = (x.texts ?? []).filter { !stopwords.contains(isCaseSensitive ? $0 : $0.lowercased()) }.map(action.applied)
        if kept.isEmpty { kept = [""] }
        return [try Tensor(x.shape.rank == 1 ? [kept.count] : [1, kept.count], holding: kept)]
    }
}
