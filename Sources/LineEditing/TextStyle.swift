/// What a stretch of the edited text is, for its color.
package enum TextStyle: Hashable, Sendable {
    case prompt
    /// The further lines of a statement begin with it.
    case continuation
    case command
    case keyword
    case clause
    case string
    case number
    case variable
    case place
    case function
    case comment
    /// What could be typed next.
    case hint
    /// What a search found.
    case match

    /// The parameters of "select graphic rendition": colors of the terminal's own palette, so that they suit its background.
    ///
    /// Source: ECMA-48, 8.3.117.
    func parameters(inColor: Bool) -> String? {
        switch self {
        case .hint, .comment, .continuation: return "2"
        case .match: return "7"
        default: break
        }
        guard inColor else { return nil }
        switch self {
        case .prompt, .string: return "32"
        case .command: return "1;34"
        case .keyword: return "35"
        case .clause: return "36"
        case .number: return "33"
        case .variable: return "35"
        case .place: return "36"
        case .function: return "34"
        default: return nil
        }
    }
}

/// A stretch of text, counted in UTF-8 bytes, with what it is.
package struct StyledRange: Hashable, Sendable {
    package let range: Range<Int>
    package let style: TextStyle

    package init(_ range: Range<Int>, _ style: TextStyle) {
        self.range = range
        self.style = style
    }
}
