import Inference
import Language
import Tensors

/// Computes what formulas yield.
package struct ExpressionEvaluator {
    let session: Session
    let source: SourceText
    /// Names that come before all others, such as the figures of a channel in `find … where`.
    var locals: [String: Value] = [:]
    /// Answers calls before all other functions; `nil` for those that it does not know.
    var localCall: ((Name, [CallArgument]) throws -> Value?)?

    package init(session: Session, source: SourceText, locals: [String: Value] = [:]) {
        self.session = session
        self.source = source
        self.locals = locals
    }

    /// The value of a formula.
    ///
    /// - Throws: A `Diagnostic` that points at the part that cannot be computed, or `RunCancelled`.
    package func evaluate(_ expression: Expression) throws -> Value {
        try at(expression.range) {
            try session.nested {
                switch expression.kind {
                case .number(let number): return .number(number)
                case .string(let text): return .string(text)
                case .boolean(let truth): return .boolean(truth)
                case .name(let name): return try value(of: name, at: expression.range)
                case .list(let elements): return try Value(listing: elements.map { try evaluate($0) })
                case .range(let lower, let upper): return .range(try range(lower, upper))
                case .unary(let operation, let operand): return try evaluate(operand).applying(operation)
                case .binary(let operation, let left, let right): return try binary(operation, left, right)
                case .call(let function, let arguments): return try call(function, arguments)
                case .index(let base, let indices): return try index(base, indices)
                }
            }
        }
    }

    private func range(_ lower: Expression?, _ upper: Expression?) throws -> NumberRange {
        let lowerNumber = try lower.map { end in try at(end.range) { try evaluate(end).number() } }
        return NumberRange(lowerNumber, try upper.map { end in try at(end.range) { try evaluate(end).number() } })
    }

    /// `and` and `or` of single values look at the right side only where it matters.
    private func binary(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) throws -> Value {
        let leftValue = try evaluate(left)
        if operation == .and || operation == .or, !leftValue.hasAxes, let truth = try? leftValue.truth() {
            if truth == (operation == .or) { return .boolean(truth) }
        }
        return try leftValue.applying(operation, to: try evaluate(right))
    }

    private func index(_ base: Expression, _ indices: [Expression]) throws -> Value {
        var value = try evaluate(base)
        guard !indices.isEmpty else { throw ValueError.unexpected(expected: "an index", found: "nothing") }
        if case .range = value { value = .tensor(try value.tensor()) }
        let subscripts = try indices.map { index in try at(index.range) { try Subscript(evaluate(index)) } }
        return try value.indexed(by: subscripts)
    }

    // MARK: - Names and calls

    private func value(of name: String, at range: SourceRange) throws -> Value {
        if let value = locals[name] ?? session.value(named: name) { return value }
        if let builtIn = BuiltInName(rawValue: name) { return try session.lab.value(of: builtIn, layer: nil, in: session) }
        if let function = FunctionCatalog.function(named: name) {
            throw Diagnostic("expected a value, found the function '\(name)'", at: range, of: source, help: "call it: \(function.usage)")
        }
        throw Diagnostic(
            "no value '\(name)'", at: range, of: source, help: Suggestion.help(for: name, in: locals.keys.sorted() + session.knownNames))
    }

    private func call(_ name: Name, _ arguments: [CallArgument]) throws -> Value {
        if let value = try localCall?(name, arguments) { return value }
        if session.definitions[name.text] != nil { return try callDefinition(name, arguments) }
        if let builtIn = BuiltInName(rawValue: name.text), builtIn.takesLayer, arguments.count == 1 {
            let layer = try at(arguments[0].value.range) { try evaluate(arguments[0].value).string() }
            return try session.lab.value(of: builtIn, layer: layer, in: session)
        }
        guard let function = FunctionCatalog.function(named: name.text) else {
            let known = FunctionCatalog.all.map(\.name) + session.definitions.keys.sorted()
            throw Diagnostic("no function '\(name.text)'", at: name.range, of: source, help: Suggestion.help(for: name.text, in: known))
        }
        let values = try arguments.map { (label: $0.label?.text, value: try evaluate($0.value)) }
        do {
            return try function.call(values, in: session)
        } catch ValueError.noParameter(let label, let usage) {
            let error = ValueError.noParameter(label, usage: usage)
            let range = arguments.first { $0.label?.text == label }?.label?.range ?? name.range
            throw Diagnostic("\(error)", at: range, of: source, help: Suggestion.help(for: label, in: function.parameterNames))
        } catch let failure as ArgumentFailure {
            let range = failure.place.map { arguments[$0].value.range }
            throw Diagnostic("\(failure.error)", at: range, of: range == nil ? nil : source, help: "\(function.usage): \(function.shapes)")
        }
    }

    private func callDefinition(_ name: Name, _ arguments: [CallArgument]) throws -> Value {
        guard let definition = session.definitions[name.text] else { return .none }
        guard arguments.count == definition.parameters.count else {
            let usage = "\(name.text)(\(definition.parameters.map(\.text).joined(separator: ", ")))"
            throw ValueError.argumentCount(usage: usage, found: arguments.count)
        }
        var scope: [String: Value] = [:]
        for (parameter, argument) in zip(definition.parameters, arguments) { scope[parameter.text] = try evaluate(argument.value) }
        session.scopes.append(scope)
        defer { session.scopes.removeLast() }
        return try Interpreter(session: session, source: definition.source).execute(definition.body) ?? .none
    }

    /// Runs `body`; an error without a place gets this one.
    func at<Result>(_ range: SourceRange, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let cancelled as RunCancelled {
            throw cancelled
        } catch {
            throw Interpreter.diagnostic(for: error, at: range, of: source)
        }
    }
}

extension Session {
    /// Every name that can stand in a formula or at the beginning of a line.
    package var knownNames: [String] {
        let variables = Set(scopes.flatMap(\.keys)).sorted()
        return variables + BuiltInName.allCases.map(\.rawValue) + definitions.keys.sorted() + FunctionCatalog.all.map(\.name)
            + CommandCatalog.all.map { $0.name }
    }
}
