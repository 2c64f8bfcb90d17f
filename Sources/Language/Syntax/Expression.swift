/// A formula of the language, with the stretch of source it stands on.
package struct Expression: Hashable, Sendable {
    package let kind: Kind
    package let range: SourceRange
    /// Levels of expressions in this one, itself included: bounded by ``Parser/depthLimit``.
    let depth: Int

    package indirect enum Kind: Hashable, Sendable {
        case number(Double)
        case string(String)
        case boolean(Bool)
        case name(String)
        case list([Expression])
        /// `a..b`; a side may be missing inside an index only.
        case range(Expression?, Expression?)
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        case call(function: Name, arguments: [CallArgument])
        case index(Expression, [Expression])
    }

    init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
        depth = 1 + Self.depth(below: kind)
    }

    private static func depth(below kind: Kind) -> Int {
        switch kind {
        case .number, .string, .boolean, .name: 0
        case .list(let elements): elements.lazy.map(\.depth).max() ?? 0
        case .range(let lower, let upper): max(lower?.depth ?? 0, upper?.depth ?? 0)
        case .unary(_, let operand): operand.depth
        case .binary(_, let left, let right): max(left.depth, right.depth)
        case .call(_, let arguments): arguments.lazy.map(\.value.depth).max() ?? 0
        case .index(let base, let indices): max(base.depth, indices.lazy.map(\.depth).max() ?? 0)
        }
    }
}

/// A word that names something, with where it stands.
package struct Name: Hashable, Sendable {
    package let text: String
    package let range: SourceRange

    package init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// What stands between the parentheses of a call: `x`, or `stride = 2`.
package struct CallArgument: Hashable, Sendable {
    package let label: Name?
    package let value: Expression
}

/// An operator before its operand.
package enum UnaryOperator: String, Hashable, Sendable {
    case minus = "-"
    case plus = "+"
    case not
}

/// An operator between its operands.
package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
    case or, and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case power = "^"

    /// Whether the result is a claim about two numbers: `==`, `<` and their kin.
    package var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}
