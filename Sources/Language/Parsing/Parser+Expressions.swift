extension Parser {
    /// How tightly operators bind: the higher, the tighter. `^` is right-associative, comparisons and `..` do not chain.
    private enum Precedence {
        static let negation = 3
        static let comparison = 4
        static let range = 5
        static let power = 9

        static func of(_ binary: BinaryOperator) -> Int {
            switch binary {
            case .or: 1
            case .and: 2
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: comparison
            case .add, .subtract: 6
            case .multiply, .divide, .remainder: 7
            case .power: power
            }
        }
    }

    mutating func expression() throws(SyntaxFailure) -> Expression { try binary(above: 0) }

    /// A formula whose operators bind tighter than `minimum`.
    private mutating func binary(above minimum: Int) throws(SyntaxFailure) -> Expression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.depthLimit else {
            throw tooDeep(at: here)
        }
        var left = try prefix()
        var chained: Int?
        while true {
            let token = try peek()
            let isRange = token.isSymbol("..")
            let binaryOperator = Self.binaryOperator(of: token)
            guard let precedence = isRange ? Precedence.range : binaryOperator.map(Precedence.of), precedence > minimum else { break }
            if let chained, chained == precedence {
                throw isRange
                    ? failure("expected one range, found another", at: token.range)
                    : failure("expected one comparison, found another", at: token.range, help: "join two comparisons with 'and'")
            }
            try next()
            if isRange {
                let upper = try endsOpenRange() ? nil : try binary(above: precedence)
                left = try made(.range(left, upper), left.range.union(upper?.range ?? token.range))
                chained = precedence
            } else if let binaryOperator {
                let right = try binary(above: binaryOperator == .power ? precedence - 1 : precedence)
                left = try made(.binary(binaryOperator, left, right), left.range.union(right.range))
                chained = binaryOperator.isComparison ? precedence : nil
            }
        }
        if try peek().isSymbol("="), !openBrackets.contains(where: { $0.isSymbol("(") }) {
            throw failure("expected an operator, found '='", at: try peek().range, help: "'==' compares; 'let name = …' gives a name")
        }
        return left
    }

    private static func binaryOperator(of token: Token) -> BinaryOperator? {
        switch token.kind {
        case .symbol(let text): BinaryOperator(rawValue: text)
        case .name("and"): .and
        case .name("or"): .or
        default: nil
        }
    }

    /// Whether nothing stands after `..`, as in `x[10..]`.
    private mutating func endsOpenRange() throws(SyntaxFailure) -> Bool {
        let token = try peek()
        return token.isSymbol("]") || token.isSymbol(",")
    }

    private mutating func prefix() throws(SyntaxFailure) -> Expression {
        let token = try peek()
        let operation: UnaryOperator
        switch token.kind {
        case .symbol("-"): operation = .minus
        case .symbol("+"): operation = .plus
        case .name("not"): operation = .not
        default: return try postfix()
        }
        try next()
        let operand = try binary(above: operation == .not ? Precedence.negation - 1 : Precedence.power - 1)
        return try made(.unary(operation, operand), token.range.union(operand.range))
    }

    private mutating func postfix() throws(SyntaxFailure) -> Expression {
        var base = try primary()
        while try peek().isSymbol("["), try peek().range.start == base.range.end {
            try open("[")
            let indices = try list(closedBy: "]") { parser throws(SyntaxFailure) in try parser.index() }
            base = try made(.index(base, indices.elements), base.range.union(indices.end))
        }
        return base
    }

    /// What stands between the brackets of an index: a formula, or a range with open ends.
    private mutating func index() throws(SyntaxFailure) -> Expression {
        let token = try peek()
        guard token.isSymbol("..") else { return try expression() }
        try next()
        let upper = try endsOpenRange() ? nil : try binary(above: Precedence.range)
        return try made(.range(nil, upper), token.range.union(upper?.range ?? token.range))
    }

    private mutating func primary() throws(SyntaxFailure) -> Expression {
        let token = try peek()
        switch token.kind {
        case .number(let value):
            try next()
            return try made(.number(value), token.range)
        case .string(let text):
            try next()
            return try made(.string(text), token.range)
        case .name(let text) where !Self.reservedWords.contains(text): return try named(text, token)
        case .name("true"), .name("false"):
            try next()
            return try made(.boolean(token.isName("true")), token.range)
        case .symbol("("):
            try open("(")
            let inner = try expression()
            try close(")", expected: "an operator or ')'")
            return Expression(inner.kind, SourceRange(token.range.start, lexer.offset))
        case .symbol("["):
            try open("[")
            let list = try list(closedBy: "]") { parser throws(SyntaxFailure) in try parser.expression() }
            return try made(.list(list.elements), token.range.union(list.end))
        default: throw unexpected(token, expected: "a value")
        }
    }

    private mutating func named(_ text: String, _ token: Token) throws(SyntaxFailure) -> Expression {
        try next()
        let following = try peek()
        guard following.isSymbol("("), following.range.start == token.range.end else { return try made(.name(text), token.range) }
        try open("(")
        let arguments = try list(closedBy: ")") { parser throws(SyntaxFailure) in try parser.callArgument() }
        return try made(.call(function: Name(text, token.range), arguments: arguments.elements), token.range.union(arguments.end))
    }

    private mutating func callArgument() throws(SyntaxFailure) -> CallArgument {
        var ahead = self
        let token = try ahead.next()
        if case .name(let text) = token.kind, try ahead.passed("=") {
            self = ahead
            return CallArgument(label: Name(text, token.range), value: try expression())
        }
        return CallArgument(label: nil, value: try expression())
    }

    /// Elements between commas up to the closing bracket, which is passed; a comma may stand after the last one.
    private mutating func list<Element>(
        closedBy bracket: String, element: (inout Parser) throws(SyntaxFailure) -> Element
    ) throws(SyntaxFailure) -> (elements: [Element], end: SourceRange) {
        var elements: [Element] = []
        while try !peek().isSymbol(bracket) {
            elements.append(try element(&self))
            guard elements.count <= Self.listLimit else {
                throw failure("expected at most \(Self.listLimit) elements between brackets", at: here)
            }
            guard try passed(",") else { break }
        }
        let end = try peek().range
        try close(bracket, expected: "',' or '\(bracket)'")
        return (elements, end)
    }

    private func made(_ kind: Expression.Kind, _ range: SourceRange) throws(SyntaxFailure) -> Expression {
        let expression = Expression(kind, range)
        guard expression.depth <= Self.depthLimit else {
            throw tooDeep(at: SourceRange(range.start, range.start + 1))
        }
        return expression
    }
}
