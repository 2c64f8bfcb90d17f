import Language

/// Syntax trees as short text, so that tests can name them.
enum TreeText {
    static func of(_ program: Program) -> String { program.statements.map { of($0) }.joined(separator: " ; ") }

    static func of(_ statement: Statement) -> String {
        switch statement.kind {
        case .assignment(let name, let value): "let \(name.text) = \(of(value))"
        case .loop(let name, let sequence, let body): "for \(name.text) in \(of(sequence)) \(block(body))"
        case .condition(let condition, let then, let otherwise): "if \(of(condition)) \(block(then)) else \(block(otherwise))"
        case .definition(let name, let parameters, let body):
            "def \(name.text)(\(parameters.map(\.text).joined(separator: ","))) \(block(body))"
        case .expectation(let claim, let tolerance): "expect \(of(claim))" + (tolerance.map { " within \(of($0))" } ?? "")
        case .command(let verb, let words): ([verb.text + "!"] + words.map { of($0) }).joined(separator: " ")
        case .expression(let expression): of(expression)
        }
    }

    private static func block(_ statements: [Statement]) -> String {
        "{" + statements.map { of($0) }.joined(separator: " ; ") + "}"
    }

    static func of(_ word: ArgumentWord) -> String {
        switch word.content {
        case .word(let text): text
        case .quoted(let text): "«\(text)»"
        case .variable(let name): "$\(name)"
        case .parenthesized(let expression): "<\(of(expression))>"
        case .compound(let parts): "[" + parts.map { of($0) }.joined(separator: "+") + "]"
        case .statement(let statement): "{\(of(statement))}"
        }
    }

    static func of(_ expression: Expression) -> String {
        switch expression.kind {
        case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
        case .string(let text): "«\(text)»"
        case .boolean(let truth): "\(truth)"
        case .name(let name): name
        case .list(let elements): "[" + elements.map { of($0) }.joined(separator: ",") + "]"
        case .range(let lower, let upper): "(\(lower.map { of($0) } ?? "")..\(upper.map { of($0) } ?? ""))"
        case .unary(let operation, let operand): "(\(operation.rawValue) \(of(operand)))"
        case .binary(let operation, let left, let right): "(\(of(left)) \(operation.rawValue) \(of(right)))"
        case .call(let function, let arguments):
            "\(function.text)("
                + arguments.map { ($0.label.map { "\($0.text)=" } ?? "") + of($0.value) }.joined(separator: ",") + ")"
        case .index(let base, let indices): "\(of(base))[" + indices.map { of($0) }.joined(separator: ",") + "]"
        }
    }
}

/// The verbs that the tests know.
let vocabulary = Vocabulary([
    "load": .init(), "show": .init(), "say": .init(), "layer": .init(), "layers": .init(), "scale": .init(),
    "find": .init(expressionWords: ["where"]), "time": .init(takesStatement: true),
])
