import Language

/// What may stand after a command's verb.
package struct Signature: Sendable {
    package let parameters: [Parameter]
    package let clauses: [Clause]

    package init(_ parameters: [Parameter] = [], clauses: [Clause] = []) {
        self.parameters = parameters
        self.clauses = clauses
    }

    package func clause(_ keyword: String) -> Clause? { clauses.first { $0.keyword == keyword } }

    /// The clauses that go with what the command is about, the first word after its verb.
    func clauses(about subject: String?) -> [Clause] { clauses.filter { $0.subject == nil || $0.subject == subject } }

    /// How the parser reads what follows the verb.
    package var syntax: Vocabulary.Verb {
        Vocabulary.Verb(
            expressionWords: Set(clauses.filter { $0.parameter?.type == .expression }.map(\.keyword)),
            takesStatement: parameters.first?.type == .statement)
    }

    /// The parameters and clauses as a usage line has them: `LAYER [top N] [sort index|energy]`.
    package var usage: String {
        (parameters.map(\.usage) + clauses.map(\.usage)).joined(separator: " ")
    }
}

/// A word that a command takes by its position.
package struct Parameter: Sendable {
    /// In capitals, as help shows it and as ``Arguments`` finds it.
    package let name: String
    package let type: ParameterType
    package let summary: String
    package let isOptional: Bool
    /// Whether several words may stand for it.
    package let isRepeated: Bool

    package static func required(_ name: String, _ type: ParameterType, _ summary: String, repeated: Bool = false) -> Parameter {
        Parameter(name: name, type: type, summary: summary, isOptional: false, isRepeated: repeated)
    }

    package static func optional(_ name: String, _ type: ParameterType, _ summary: String, repeated: Bool = false) -> Parameter {
        Parameter(name: name, type: type, summary: summary, isOptional: true, isRepeated: repeated)
    }

    /// `NAME`, `[NAME]`, `NAME…`, or the words themselves where it takes one of a few.
    package var usage: String {
        var text = isRepeated ? "\(name)…" : name
        if case .choice(let words) = type { text = words.joined(separator: "|") }
        if case .choiceOrValue(let words) = type { text = (words + ["$variable"]).joined(separator: "|") }
        return isOptional ? "[\(text)]" : text
    }
}

/// A keyword with what follows it, anywhere after the verb: `top 16`.
package struct Clause: Sendable {
    package let keyword: String
    /// What follows the keyword; `nil` where it says enough by itself.
    package let parameter: Parameter?
    package let summary: String
    package let isRequired: Bool
    /// The first word after the verb that the clause goes with; `nil` where it goes with any.
    package var subject: String?

    package static func clause(
        _ keyword: String, _ name: String, _ type: ParameterType, _ summary: String, required: Bool = false, repeated: Bool = false
    ) -> Clause {
        let parameter = Parameter(name: name, type: type, summary: summary, isOptional: false, isRepeated: repeated)
        return Clause(keyword: keyword, parameter: parameter, summary: summary, isRequired: required)
    }

    /// A keyword that stands alone.
    package static func flag(_ keyword: String, _ summary: String) -> Clause {
        Clause(keyword: keyword, parameter: nil, summary: summary, isRequired: false)
    }

    /// The same, where the command is about `subject` only.
    package func about(_ subject: String) -> Clause {
        var clause = self
        clause.subject = subject
        return clause
    }

    /// `[top N]`.
    package var usage: String {
        let text = parameter.map { "\(keyword) \($0.usage)" } ?? keyword
        return isRequired ? text : "[\(text)]"
    }
}
