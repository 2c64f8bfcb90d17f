/// Reads a network's text: `c7s2 p3s2 (c1 c3 c1)*3 [ c3 | ] =c4 … fpn(c4 c5)`.
///
/// Nothing in a text can make it trap, or go deeper or longer than the bounds below.
struct NetworkTextParser {
    private static let byteLimit = 1 << 16
    private static let depthLimit = 32
    private static let nameLimit = 32
    private static let countRange = 1...1000

    private let bytes: [UInt8]
    private var offset = 0
    private var depth = 0

    private init(_ text: String) { bytes = Array(text.utf8) }

    static func parse(_ text: String) throws(NetworkTextError) -> [NetworkTextItem] {
        var parser = NetworkTextParser(text)
        guard parser.bytes.count <= byteLimit else { throw NetworkTextError(.tooLong(limit: byteLimit), at: 0..<1) }
        let items = try parser.items()
        guard parser.current == nil else { throw parser.error(.unopened(parser.character), length: 1) }
        guard !items.isEmpty else { throw NetworkTextError(.expectedLayer(found: "none"), at: 0..<parser.bytes.count) }
        return items
    }

    // MARK: - Characters

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    /// The character that begins here, for messages.
    private var character: String {
        let rest = bytes[min(offset, bytes.count)..<min(offset + 4, bytes.count)]
        return String(decoding: rest, as: UTF8.self).first.map(String.init) ?? ""
    }

    private var found: String { current == nil ? "the end of the text" : "'\(character)'" }

    private func error(_ problem: NetworkTextError.Problem, length: Int? = nil) -> NetworkTextError {
        NetworkTextError(problem, at: offset..<offset + (length ?? max(1, character.utf8.count)))
    }

    private mutating func skipBlanks() {
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\t") { offset += 1 }
    }

    private mutating func take(_ mark: Character) -> Bool {
        guard let byte = mark.asciiValue, current == byte else { return false }
        offset += 1
        return true
    }

    // MARK: - Items

    /// Items up to what cannot begin one: the end, a closing bracket, `|` or `&`.
    private mutating func items() throws(NetworkTextError) -> [NetworkTextItem] {
        var items: [NetworkTextItem] = []
        while true {
            skipBlanks()
            switch current {
            case nil, UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "|"), UInt8(ascii: "&"): return items
            default: items.append(try item())
            }
        }
    }

    private mutating func item() throws(NetworkTextError) -> NetworkTextItem {
        let start = offset
        let element = try element()
        let end = offset
        skipBlanks()
        guard take("*") else {
            offset = end
            return NetworkTextItem(element: element, count: 1, range: start..<end)
        }
        skipBlanks()
        let count = try number(after: "*", in: Self.countRange)
        return NetworkTextItem(element: element, count: count, range: start..<offset)
    }

    private mutating func element() throws(NetworkTextError) -> NetworkTextElement {
        switch current {
        case UInt8(ascii: "("): return .group(try group())
        case UInt8(ascii: "["): return try branches()
        case UInt8(ascii: "="): return .tap(try name(after: "="))
        case UInt8(ascii: "@"): return .resume(try name(after: "@"))
        case UInt8(ascii: "+"): return .sum(try name(after: "+"))
        case UInt8(ascii: "f") where bytes[offset...].starts(with: Array("fpn".utf8)):
            offset += 3
            return .pyramid(try pyramidNames())
        default: return .layer(try layer())
        }
    }

    private mutating func nested<Result>(
        _ body: (inout NetworkTextParser) throws(NetworkTextError) -> Result
    ) throws(NetworkTextError) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw error(.tooDeep(limit: Self.depthLimit)) }
        return try body(&self)
    }

    private mutating func group() throws(NetworkTextError) -> [NetworkTextItem] {
        let start = offset
        offset += 1
        let items = try nested { parser throws(NetworkTextError) in try parser.items() }
        try close(")", opened: "(", at: start)
        guard !items.isEmpty else { throw NetworkTextError(.empty("'( )'"), at: start..<offset) }
        return items
    }

    private mutating func branches() throws(NetworkTextError) -> NetworkTextElement {
        let start = offset
        offset += 1
        var branches: [[NetworkTextItem]] = []
        var join: NetworkTextJoin?
        while true {
            branches.append(try nested { parser throws(NetworkTextError) in try parser.items() })
            let mark: NetworkTextJoin? =
                switch current {
                case UInt8(ascii: "|"): .sum
                case UInt8(ascii: "&"): .concatenation
                default: nil
                }
            guard let mark else { break }
            if let join, join != mark { throw error(.mixedJoins) }
            join = mark
            offset += 1
        }
        try close("]", opened: "[", at: start)
        if branches.allSatisfy(\.isEmpty), branches.count == 1 { throw NetworkTextError(.empty("'[ ]'"), at: start..<offset) }
        return .branches(branches, join: join ?? .sum)
    }

    private mutating func close(_ mark: Character, opened: String, at start: Int) throws(NetworkTextError) {
        if take(mark) { return }
        guard current == nil else { throw error(.unopened(character)) }
        throw NetworkTextError(.unclosed(opened, expected: String(mark)), at: start..<start + 1)
    }

    private mutating func pyramidNames() throws(NetworkTextError) -> [String] {
        let start = offset
        guard take("(") else { return [] }
        var names: [String] = []
        skipBlanks()
        while let byte = current, byte != UInt8(ascii: ")") {
            names.append(try bareName(after: "fpn("))
            skipBlanks()
        }
        try close(")", opened: "(", at: start)
        return names
    }

    private mutating func name(after mark: Character) throws(NetworkTextError) -> String {
        offset += 1
        return try bareName(after: String(mark))
    }

    private mutating func bareName(after mark: String) throws(NetworkTextError) -> String {
        let start = offset
        while let byte = current, Self.isLetter(byte) || (offset > start && Self.isDigit(byte)) || byte == UInt8(ascii: "_") { offset += 1 }
        guard offset > start, offset - start <= Self.nameLimit else {
            offset = start
            throw error(.expectedName(after: mark, found: found))
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

// MARK: - Layers

extension NetworkTextParser {
    /// The largest kernel, stride, dilation or padding along an axis, and the most channels.
    private static let settingRanges: [Character: ClosedRange<Int>] = [
        "s": 1...1024, "d": 1...4096, "w": 0...4096, "o": 1...4096, "g": 1...4096,
    ]
    private static let kernelRange = 1...255

    private mutating func layer() throws(NetworkTextError) -> NetworkTextLayer {
        let start = offset
        guard let kind = NetworkTextLayer.Kind(rawValue: Character(character.isEmpty ? " " : character)) else {
            throw error(.expectedLayer(found: found))
        }
        offset += 1
        var layer = NetworkTextLayer(kind: kind)
        if kind.hasSize { layer.size = try numbers(after: "\(kind.rawValue)", in: Self.kernelRange) }
        var seen: Set<Character> = []
        while let byte = current, Self.isLetter(byte) || Self.isDigit(byte) {
            let setting = Character(UnicodeScalar(byte))
            guard kind.settings.contains(setting), let range = Self.settingRanges[setting] else {
                let text = String(decoding: bytes[start..<offset], as: UTF8.self)
                throw error(.unknownSetting("\(setting)", layer: text, known: kind.settings.map(String.init)))
            }
            guard seen.insert(setting).inserted else { throw error(.repeatedSetting("\(setting)")) }
            offset += 1
            switch setting {
            case "s": layer.stride = try numbers(after: "s", in: range)
            case "d": layer.dilation = try numbers(after: "d", in: range)
            case "w": layer.padding = try numbers(after: "w", in: range)
            case "o": layer.channelCount = try number(after: "o", in: range)
            default: layer.groupCount = try number(after: "\(setting)", in: range)
            }
        }
        try checkEnd()
        return layer
    }

    /// After a layer comes a blank, a bracket, a repetition or the end.
    private func checkEnd() throws(NetworkTextError) {
        guard let byte = current else { return }
        let allowed = " \n\t()[]|&*=+@".utf8
        guard allowed.contains(byte) else { throw error(.expectedBlank(found: found)) }
    }

    /// `3`, or `3x1`: the height first.
    private mutating func numbers(after letter: String, in range: ClosedRange<Int>) throws(NetworkTextError) -> [Int] {
        var numbers = [try number(after: letter, in: range)]
        while take("x") { numbers.append(try number(after: "x", in: range)) }
        return numbers
    }

    private mutating func number(after letter: String, in range: ClosedRange<Int>) throws(NetworkTextError) -> Int {
        let start = offset
        while let byte = current, Self.isDigit(byte) { offset += 1 }
        let digits = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard !digits.isEmpty else { throw error(.expectedNumber(after: letter, found: found)) }
        guard let number = Int(digits), range.contains(number) else {
            let shown = digits.count > 12 ? String(digits.prefix(12)) + "…" : digits
            throw NetworkTextError(.number(shown, range: range), at: start..<offset)
        }
        return number
    }
}
