/// A whole source as statements in order.
package struct Program: Hashable, Sendable {
    package let source: SourceText
    package let statements: [Statement]
}

/// One sentence of the language, with the stretch of source it stands on.
package struct Statement: Hashable, Sendable {
    package let kind: Kind
    package let range: SourceRange

    package indirect enum Kind: Hashable, Sendable {
        case assignment(Name, Expression)
        case loop(variable: Name, sequence: Expression, body: [Statement])
        case condition(Expression, then: [Statement], otherwise: [Statement])
        case definition(Name, parameters: [Name], body: [Statement])
        case expectation(Expression, tolerance: Expression?)
        case command(Name, [ArgumentWord])
        case expression(Expression)
    }

    /// Whether other statements are part of it.
    package var hasBody: Bool {
        switch kind {
        case .loop, .condition, .definition: true
        case .assignment, .expectation, .command, .expression: false
        }
    }

    init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}
