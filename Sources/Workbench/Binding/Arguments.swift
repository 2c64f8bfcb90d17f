import Imaging
import Language

/// One bound word, with where it stands.
package struct Argument: Sendable {
    /// What the word means to the parameter it was bound to.
    package enum Content: Sendable {
        case value(Value)
        case size(GridSize)
        case scaling(Scaling)
        case expression(Expression)
        case statement(Statement)
        /// A keyword that stands alone.
        case flag
    }

    package let content: Content
    package let range: SourceRange
}

/// Rows and columns, or height and width.
package struct GridSize: Sendable, Hashable {
    package let rows: Int
    package let columns: Int
    /// Whether one number was given for both.
    package let isSquareByDefault: Bool

    package init(rows: Int, columns: Int, isSquareByDefault: Bool = false) {
        self.rows = rows
        self.columns = columns
        self.isSquareByDefault = isSquareByDefault
    }
}

/// What a command was given, by the name of the parameter or the keyword of the clause.
package struct Arguments: Sendable {
    /// The verb as typed.
    package let verb: Name
    package let source: SourceText
    var bound: [String: [Argument]] = [:]

    package func has(_ name: String) -> Bool { bound[name] != nil }

    package subscript(name: String) -> Argument? { bound[name]?.first }

    /// All words of a repeated parameter.
    package func all(_ name: String) -> [Argument] { bound[name] ?? [] }

    /// The value of a parameter of any type that yields one.
    package func value(_ name: String) -> Value? {
        if case .value(let value)? = self[name]?.content { value } else { nil }
    }

    /// The text of a word, choice, path, layer, color map or class.
    package func text(_ name: String) -> String? { value(name).flatMap(Self.text) }

    /// The texts of a repeated parameter.
    package func texts(_ name: String) -> [String] {
        all(name).compactMap { if case .value(let value) = $0.content { Self.text(value) } else { nil } }
    }

    private static func text(_ value: Value) -> String? {
        if case .string(let text) = value { text } else { nil }
    }

    package func integer(_ name: String) -> Int? { number(name).flatMap { Int(exactly: $0) } }

    package func number(_ name: String) -> Double? {
        if case .number(let number)? = value(name) { number } else { nil }
    }

    package func address(_ name: String) -> Address? { addresses(name).first }

    package func addresses(_ name: String) -> [Address] {
        all(name).compactMap { if case .value(.address(let address)) = $0.content { address } else { nil } }
    }

    package func size(_ name: String) -> GridSize? {
        if case .size(let size)? = self[name]?.content { size } else { nil }
    }

    package func scaling(_ name: String) -> Scaling? {
        if case .scaling(let scaling)? = self[name]?.content { scaling } else { nil }
    }

    package func expression(_ name: String) -> Expression? {
        if case .expression(let expression)? = self[name]?.content { expression } else { nil }
    }

    package func statement(_ name: String) -> Statement? {
        if case .statement(let statement)? = self[name]?.content { statement } else { nil }
    }

    /// An error about what was given for `name`, or about the verb where nothing was.
    package func error(_ message: String, at name: String? = nil, help: String? = nil) -> Diagnostic {
        let range = name.flatMap { self[$0]?.range } ?? verb.range
        return Diagnostic(message, at: range, of: source, help: help)
    }
}

extension Arguments {
    /// Runs `body`; what it throws without saying where points at what was given for `name`.
    func located<Result>(at name: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch {
            throw Interpreter.diagnostic(for: error, at: self[name]?.range ?? verb.range, of: source)
        }
    }
}
