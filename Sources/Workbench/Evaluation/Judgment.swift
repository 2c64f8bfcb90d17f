import Language

/// What one `expect` came to.
package struct Judgment: Sendable {
    package let source: SourceText
    /// Where the statement stands.
    package let range: SourceRange
    /// Why the claim does not hold; `nil` where it does.
    package let failure: Diagnostic?

    package init(source: SourceText, range: SourceRange, failure: Diagnostic?) {
        (self.source, self.range, self.failure) = (source, range, failure)
    }
}
