/// A stretch of a source text, in bytes from its beginning; `end` is the first byte after it.
package struct SourceRange: Hashable, Sendable {
    package let start: Int
    package let end: Int

    package init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The stretch from the beginning of one range to the end of another.
    package func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }
}
