import Imaging
import Language

/// Reads one word as what a parameter takes.
struct WordReader {
    let evaluator: ExpressionEvaluator

    private var source: SourceText { evaluator.source }

    /// The word as the type wants it.
    ///
    /// - Throws: A diagnostic that points at the word and says what was expected.
    func read(_ word: ArgumentWord, as type: ParameterType) throws -> Argument {
        Argument(content: try content(of: word, as: type), range: word.range)
    }

    private func content(of word: ArgumentWord, as type: ParameterType) throws -> Argument.Content {
        switch (type, word.content) {
        case (.expression, .parenthesized(let expression)): return .expression(expression)
        case (.statement, .statement(let statement)): return .statement(statement)
        case (.expression, _), (.statement, _): throw unexpected(word, type)
        case (.value, _), (.settingValue, _), (.choiceOrValue, .variable), (.choiceOrValue, .parenthesized):
            return .value(try value(of: word))
        default: break
        }
        let value = try value(of: word)
        switch type {
        case .integer(let range):
            guard let number = Self.number(value), let integer = Int(exactly: number), range.contains(integer) else {
                throw unexpected(word, type)
            }
            return .value(.number(number))
        case .number(let range):
            guard let number = Self.number(value), range.contains(number) else { throw unexpected(word, type) }
            return .value(.number(number))
        case .address: return .value(.address(try address(value, word)))
        case .places: return .value(try places(value, word))
        case .size:
            guard let size = GridSize(value.description) else { throw unexpected(word, type) }
            return .size(size)
        case .scaling:
            guard let scaling = Scaling(word: value.description) else {
                throw unexpected(word, type, near: ["each", "shared", "symmetric"])
            }
            return .scaling(scaling)
        case .choice, .choiceOrValue, .colormap, .setting:
            guard type.knownNames.contains(value.description) else { throw unexpected(word, type, near: type.knownNames) }
            return .value(.string(value.description))
        default:
            return .value(.string(try plainText(value, word, type)))
        }
    }

    /// The text for a word, path or layer: of strings, numbers and addresses, not of tensors.
    private func plainText(_ value: Value, _ word: ArgumentWord, _ type: ParameterType) throws -> String {
        switch value {
        case .string, .number, .address, .boolean: return value.description
        default:
            throw Diagnostic("expected \(type.expectation), found \(value.kindDescription)", at: word.range, of: source)
        }
    }

    private func address(_ value: Value, _ word: ArgumentWord) throws -> Address {
        if case .address(let address) = value { return address }
        return try evaluator.at(word.range) {
            do {
                return try Address(value.description)
            } catch {
                throw Diagnostic("\(error)")
            }
        }
    }

    /// A text or an address, or a list of these.
    private func places(_ value: Value, _ word: ArgumentWord) throws -> Value {
        guard case .list(let elements) = value else { return .string(try plainText(value, word, .places)) }
        return .list(try elements.map { .string(try plainText($0, word, .places)) })
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .number(let number): number
        case .string(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
        default: nil
        }
    }

    // MARK: - Values and texts

    /// The value of a word: a variable's or an expression's, else its text.
    func value(of word: ArgumentWord) throws -> Value {
        switch word.content {
        case .word(let text), .quoted(let text): return .string(text)
        case .variable(let name):
            guard let value = evaluator.session.value(named: name) else {
                let names = evaluator.session.variables.keys.sorted()
                throw Diagnostic("no variable '\(name)'", at: word.range, of: source, help: Suggestion.help(for: name, in: names))
            }
            return value
        case .parenthesized(let expression): return try evaluator.evaluate(expression)
        case .compound(let parts): return .string(try parts.map { try text(of: $0) }.joined())
        case .statement: throw unexpected(word, .value)
        }
    }

    func text(of word: ArgumentWord) throws -> String { try value(of: word).description }

    private func unexpected(_ word: ArgumentWord, _ type: ParameterType, near names: [String] = []) -> Diagnostic {
        let text = source[word.range]
        var help = Suggestion.help(for: word.plainText ?? text, in: names)
        if help == nil, !names.isEmpty, case .colormap = type { help = "the color maps are " + names.joined(separator: ", ") }
        if help == nil, !names.isEmpty, case .setting = type { help = "the settings are " + names.joined(separator: ", ") }
        return Diagnostic("expected \(type.expectation), found '\(text)'", at: word.range, of: source, help: help)
    }
}

extension GridSize {
    /// `8x8`, or `8` for both; each from 1 to ``ParameterType/countLimit``.
    init?(_ text: String) {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (0x30...0x39).contains($0) }
                ? Int(part).flatMap { (1...ParameterType.countLimit).contains($0) ? $0 : nil } : nil
        }
        guard numbers.count == parts.count, let rows = numbers.first, let columns = numbers.last, numbers.count <= 2 else { return nil }
        self.init(rows: rows, columns: columns, isSquareByDefault: numbers.count == 1)
    }
}
