import Inference
import Language
import Tensors

/// Runs statements on a session.
struct Interpreter {
    let session: Session
    let source: SourceText

    /// Statements, calls and formulas inside one another, at most.
    static let depthLimit = 400

    var evaluator: ExpressionEvaluator { ExpressionEvaluator(session: session, source: source) }

    /// Runs one statement; what an expression yields is shown and kept.
    func run(_ statement: Statement) throws {
        if let value = try execute(statement) {
            session.keep(value)
            if case .none = value { return }
            session.emit(.result(cell: session.cellNumber, value))
        }
    }

    /// Runs one statement.
    ///
    /// - Returns: The value of an expression; `nil` for any other statement.
    @discardableResult
    func execute(_ statement: Statement) throws -> Value? {
        try session.control.checkCancellation()
        if !statement.hasBody { session.place = (source, statement.range) }
        return try session.nested {
            switch statement.kind {
            case .assignment(let name, let expression):
                session.define(name.text, as: try evaluator.evaluate(expression))
            case .expression(let expression):
                return try evaluator.evaluate(expression)
            case .expectation(let claim, let tolerance):
                try judge(statement) {
                    try Expectation(evaluator: evaluator, range: statement.range).check(claim, tolerance: tolerance)
                }
            case .command(let verb, let words):
                try execute(verb, words)
            case .condition(let condition, let then, let otherwise):
                let truth = try evaluator.at(condition.range) { try evaluator.evaluate(condition).truth() }
                return try execute(truth ? then : otherwise)
            case .loop(let variable, let sequence, let body):
                try loop(variable, sequence, body)
            case .definition(let name, let parameters, let body):
                session.definitions[name.text] = Session.Definition(parameters: parameters, body: body, source: source)
            }
            return nil
        }
    }

    /// Runs statements in order and yields the value of the last one.
    func execute(_ statements: [Statement]) throws -> Value? {
        var last: Value?
        for statement in statements {
            if session.isFinished { break }
            last = try located(at: statement.range) { try execute(statement) }
        }
        return last
    }

    private func execute(_ verb: Name, _ words: [ArgumentWord]) throws {
        guard let command = CommandCatalog.command(named: verb.text) else {
            throw Diagnostic("no command '\(verb.text)'", at: verb.range, of: source, help: "'help' lists the commands")
        }
        let arguments = try ArgumentBinder(command: command, evaluator: evaluator).bind(words, to: verb)
        let value = try located(at: verb.range) { try command.run(arguments, in: session) }
        if let value { session.keep(value) }
    }

    /// Hands what a claim came to on to the session's judge; without one, what fails is thrown.
    private func judge(_ statement: Statement, _ check: () throws -> Void) throws {
        guard let judge = session.judge else { return try check() }
        do {
            try check()
            judge(Judgment(source: source, range: statement.range, failure: nil))
        } catch let failure where !(failure is RunCancelled) {
            judge(Judgment(source: source, range: statement.range, failure: Self.diagnostic(for: failure, at: statement.range, of: source)))
        }
    }

    private func loop(_ variable: Name, _ sequence: Expression, _ body: [Statement]) throws {
        let elements = try evaluator.at(sequence.range) { try ValueElements(of: evaluator.evaluate(sequence)) }
        for index in 0..<elements.count {
            try session.control.checkCancellation()
            session.define(variable.text, as: elements[index])
            for statement in body {
                if session.isFinished { return }
                try located(at: statement.range) { try run(statement) }
            }
        }
    }

    private func located<Result>(at range: SourceRange, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw Self.diagnostic(for: error, at: range, of: source)
        }
    }

    /// Any error as a diagnostic that points somewhere.
    static func diagnostic(for error: any Error, at range: SourceRange, of source: SourceText) -> Diagnostic {
        switch error {
        case let diagnostic as Diagnostic: diagnostic.located(at: range, of: source)
        case is RunCancelled: Diagnostic("interrupted", at: range, of: source)
        default: Diagnostic("\(error)", at: range, of: source, help: (error as? any HelpfulError)?.help)
        }
    }
}

/// What a loop goes through: the numbers of a range, the parts of a tensor along its first axis, the elements of a list.
struct ValueElements {
    let count: Int
    private let element: (Int) -> Value

    init(of value: Value) throws(ValueError) {
        switch value {
        case .range(let range):
            let (first, last) = try range.bounds()
            (count, element) = (max(0, last - first + 1), { .number(Double(first + $0)) })
        case .list(let elements): (count, element) = (elements.count, { elements[$0] })
        case .tensor(let tensor) where tensor.shape.rank > 0: (count, element) = (tensor.shape[0], { Value(tensor.part($0)) })
        default: throw .unexpected(expected: "a range, a list or a tensor", found: value.kindDescription)
        }
    }

    subscript(index: Int) -> Value { element(index) }
}

// MARK: - Names

extension Session {
    /// Runs `body` one level deeper.
    func nested<Result>(_ body: () throws -> Result) throws -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Interpreter.depthLimit else { throw ValueError.tooDeep(limit: Interpreter.depthLimit) }
        return try body()
    }

    func define(_ name: String, as value: Value) { scopes[scopes.count - 1][name] = value }

    /// The value of a name that `let`, `for` or a parameter gave, of `_` or of `_N`; `arguments` is what the script was given.
    package func value(named name: String) -> Value? {
        if let value = scopes[scopes.count - 1][name] ?? scopes[0][name] { return value }
        if name == "_" { return lastResult }
        if name == "arguments" { return .list(runArguments.last ?? []) }
        guard name.hasPrefix("_"), let cell = Int(name.dropFirst()) else { return nil }
        return results[cell]
    }
}
