/// Compares what was written with what is written now where rounding may turn the last digit of a number.
package enum ApproximateText {
    /// Whether two texts have the same words and about the same numbers.
    ///
    /// Whole numbers have to be the same, but for one where there are four digits or more. Fractions may differ by two thousandths, by 1 in
    /// the last of two places or more, or by what is far below anything that is shown.
    package static func agree(_ expected: String, _ found: String) -> Bool {
        if expected == found { return true }
        var (left, right) = (Scanner(expected), Scanner(found))
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return true
            case (.text(let left)?, .text(let right)?): if left != right { return false }
            case (.number(let left)?, .number(let right)?): if !left.isNear(right) { return false }
            default: return false
            }
        }
    }

    /// A number as it was written.
    private struct Number {
        let value: Double
        let isWhole: Bool
        /// Digits after the point.
        let placeCount: Int

        init(_ text: Substring) {
            value = Double(text) ?? .nan
            let mantissa = (text.firstIndex(of: "e").map { text[..<$0] } ?? text).split(separator: ".", maxSplits: 1)
            placeCount = mantissa.count > 1 ? mantissa[1].count : 0
            isWhole = !text.contains { $0 == "." || $0 == "e" }
        }

        func isNear(_ other: Number) -> Bool {
            let distance = abs(value - other.value)
            let magnitude = max(abs(value), abs(other.value))
            if isWhole, other.isWhole { return distance == 0 || distance <= 1 && magnitude >= 1000 }
            return distance <= max(ApproximateText.smallest, ApproximateText.share * magnitude)
                || placeCount >= 2 && placeCount == other.placeCount && distance <= 1.001 * ElementaryMath.power(10, -Double(placeCount))
        }
    }

    private static let smallest = 1e-5
    private static let share = 2e-3

    private enum Piece {
        case text(Substring)
        case number(Number)
    }

    /// Takes a text apart into numbers and what is between them; runs of blanks and of `█` or `─` count as one, since they fill columns.
    private struct Scanner {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        mutating func next() -> Piece? {
            guard let first = rest.first else { return nil }
            if first.isASCII, first.isNumber || isSign(at: rest.startIndex) { return .number(Number(number())) }
            if Self.filling.contains(first) {
                rest = rest.drop { Self.filling.contains($0) }
                return .text(" ")
            }
            let end = rest.indices.first { index in
                let character = rest[index]
                return character.isASCII && character.isNumber || Self.filling.contains(character) || isSign(at: index)
            }
            defer { rest = rest[(end ?? rest.endIndex)...] }
            return .text(rest[..<(end ?? rest.endIndex)])
        }

        /// Whether a minus begins a number: not in `digit-7`.
        private func isSign(at index: Substring.Index) -> Bool {
            let text = rest.base
            guard text[index] == "-", let after = text[index...].dropFirst().first, after.isASCII, after.isNumber else { return false }
            guard let before = text[..<index].last else { return true }
            return !before.isLetter && !before.isNumber
        }

        private static let filling: Set<Character> = [" ", "─", "█", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

        /// `12`, `0.5`, `1.2e-07`; a range `0.5..3` is two numbers.
        private mutating func number() -> Substring {
            let start = rest.first == "-" ? rest.index(after: rest.startIndex) : rest.startIndex
            var end = rest[start...].firstIndex { !($0.isASCII && $0.isNumber) } ?? rest.endIndex
            func digits(from start: Substring.Index) -> Substring.Index? {
                let stop = rest[start...].firstIndex { !($0.isASCII && $0.isNumber) } ?? rest.endIndex
                return stop > start ? stop : nil
            }
            if end < rest.endIndex, rest[end] == ".", let stop = digits(from: rest.index(after: end)) { end = stop }
            if end < rest.endIndex, rest[end] == "e" {
                var start = rest.index(after: end)
                if start < rest.endIndex, rest[start] == "-" || rest[start] == "+" { start = rest.index(after: start) }
                if let stop = digits(from: start) { end = stop }
            }
            defer { rest = rest[end...] }
            return rest[..<end]
        }
    }
}
