import Tensors

/// The text at the head of a NumPy array: `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
///
/// Exactly these three keys, in any order, as NumPy writes them; nothing is evaluated.
struct NPYHeader {
    var type: NumPyType
    var isColumnMajor: Bool
    var shape: Shape

    init(_ text: String) throws(ModelFormatError) {
        var scanner = NPYHeaderScanner(text)
        var type: NumPyType?
        var isColumnMajor: Bool?
        var shape: Shape?
        try scanner.expect("{")
        while !scanner.skips("}") {
            let key = try scanner.quoted()
            try scanner.expect(":")
            switch key {
            case "descr" where type == nil: type = try NumPyType(descriptor: scanner.quoted())
            case "fortran_order" where isColumnMajor == nil: isColumnMajor = try scanner.boolean()
            case "shape" where shape == nil: shape = Shape(try scanner.tuple())
            default: throw .malformed(format: NPYFormat.name, reason: "an unexpected key '\(key)'")
            }
            if !scanner.skips(",") {
                try scanner.expect("}")
                break
            }
        }
        try scanner.expectEnd()
        guard let type, let isColumnMajor, let shape else {
            throw .malformed(format: NPYFormat.name, reason: "a header without 'descr', 'fortran_order' and 'shape'")
        }
        self.type = type
        self.isColumnMajor = isColumnMajor
        self.shape = shape
    }
}

/// Takes the header's text apart, word by word.
private struct NPYHeaderScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = Substring(text).utf8 }

    private mutating func skipSpaces() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x0A }
    }

    /// Whether `word` comes next; passes over it.
    mutating func skips(_ word: String) -> Bool {
        skipSpaces()
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    mutating func expect(_ word: String) throws(ModelFormatError) {
        guard skips(word) else { throw malformed("'\(word)'") }
    }

    mutating func expectEnd() throws(ModelFormatError) {
        skipSpaces()
        guard rest.isEmpty else { throw malformed("the end of the header") }
    }

    mutating func quoted() throws(ModelFormatError) -> String {
        skipSpaces()
        guard let quote = rest.first, quote == 0x27 || quote == 0x22 else { throw malformed("a quoted word") }
        let body = rest.dropFirst()
        guard let end = body.firstIndex(of: quote) else { throw malformed("a closing quote") }
        defer { rest = body[body.index(after: end)...] }
        return String(Substring(body[..<end]))
    }

    mutating func boolean() throws(ModelFormatError) -> Bool {
        if skips("True") { return true }
        try expect("False")
        return false
    }

    private static let maximumRank = 64

    /// `()`, `(3,)` or `(3, 4)`.
    mutating func tuple() throws(ModelFormatError) -> [Int] {
        var numbers: [Int] = []
        try expect("(")
        while !skips(")") {
            guard numbers.count < Self.maximumRank else { throw .limit(of: "dimensions", maximum: Self.maximumRank) }
            skipSpaces()
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard let number = Int(String(Substring(digits))) else { throw malformed("a dimension") }
            rest = rest.dropFirst(digits.count)
            numbers.append(number)
            if !skips(",") {
                try expect(")")
                break
            }
        }
        return numbers
    }

    private func malformed(_ expected: String) -> ModelFormatError {
        .malformed(format: NPYFormat.name, reason: "expected \(expected), found '\(Substring(rest.prefix(12)))'")
    }
}
