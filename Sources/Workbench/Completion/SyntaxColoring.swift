import Language

/// What a part of a source is, for an editor that colors it.
package enum SyntaxRole: Sendable, Hashable {
    case command, keyword, clause, string, number, variable, place, function, comment
}

/// A stretch of a source, in UTF-8 bytes, with what it is.
package struct SyntaxSpan: Sendable, Hashable {
    package let range: Range<Int>
    package let role: SyntaxRole

    package init(_ range: Range<Int>, _ role: SyntaxRole) {
        self.range = range
        self.role = role
    }
}

extension Session {
    /// What the parts of a source are, finished or not, in order and without overlaps; what is nothing special is left out.
    ///
    /// A name is colored only where it exists: of a command, a function, a variable, a layer of the current model.
    package func syntax(of text: String) -> [SyntaxSpan] {
        var scanner = SyntaxScanner(text, names: self)
        return scanner.scan()
    }
}

/// Walks over a source as the lexer does, but goes on whatever it meets.
private struct SyntaxScanner {
    /// How the text at hand is read.
    private enum Mode {
        case statement
        case words(any Command.Type)
        case expression
    }

    private let bytes: [UInt8]
    private let names: Session
    private var offset = 0
    private var mode = Mode.statement
    /// The command whose words a formula interrupts: in parentheses, or after `where`.
    private var outerCommand: (any Command.Type)?
    private var bracketCount = 0
    private var blockCount = 0
    private var spans: [SyntaxSpan] = []

    init(_ text: String, names: Session) {
        bytes = Array(text.utf8)
        self.names = names
    }

    mutating func scan() -> [SyntaxSpan] {
        while offset < bytes.count {
            let start = offset
            switch bytes[offset] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
            case UInt8(ascii: "\n") where bracketCount > 0: offset += 1
            case UInt8(ascii: "\n"), UInt8(ascii: ";"): endStatement()
            case UInt8(ascii: "#"): pass(.comment) { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): passString()
            case UInt8(ascii: "$"): passVariable()
            case UInt8(ascii: "}") where blockCount > 0:
                blockCount -= 1
                endStatement()
            default: step()
            }
            if offset == start { offset += 1 }
        }
        return spans
    }

    private mutating func endStatement() {
        offset += 1
        (mode, outerCommand, bracketCount) = (.statement, nil, 0)
    }

    private mutating func step() {
        switch mode {
        case .statement: beginStatement()
        case .words(let command): passWord(of: command)
        case .expression: passToken()
        }
    }

    private mutating func beginStatement() {
        if bytes[offset] == UInt8(ascii: "?") {
            note(offset..<offset + 1, .command)
            offset += 1
            mode = .words(HelpCommand.self)
            return
        }
        let range = nameRange()
        let name = text(range)
        mode = .expression
        if Help.statements.contains(where: { $0.name == name }) || name == "else" {
            note(range, .keyword)
            offset = range.upperBound
        } else if let command = CommandCatalog.command(named: name), endsWord(at: range.upperBound) {
            note(range, .command)
            offset = range.upperBound
            mode = command.signature.syntax.takesStatement ? .statement : .words(command)
        } else {
            passToken()
        }
    }

    private mutating func passWord(of command: any Command.Type) {
        if bytes[offset] == UInt8(ascii: "(") { return open(in: command) }
        let start = offset
        while offset < bytes.count, !endsWord(at: offset), bytes[offset] != UInt8(ascii: "$") {
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
        }
        offset = min(offset, bytes.count)
        let range = start..<offset
        let word = text(range)
        if let clause = command.signature.clause(word) {
            note(range, .clause)
            if clause.parameter?.type == .expression { (mode, outerCommand) = (.expression, command) }
        } else if Self.isNumeric(word) {
            note(range, .number)
        } else if isPlace(word) {
            note(range, .place)
        }
    }

    private mutating func open(in command: any Command.Type) {
        offset += 1
        (mode, outerCommand, bracketCount) = (.expression, command, 1)
    }

    private mutating func passToken() {
        let byte = bytes[offset]
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["):
            offset += 1
            bracketCount += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"):
            offset += 1
            bracketCount = max(0, bracketCount - 1)
            if bracketCount == 0, let outerCommand { mode = .words(outerCommand) }
        case UInt8(ascii: "{") where bracketCount == 0:
            offset += 1
            blockCount += 1
            mode = .statement
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            pass(.number) { Self.continuesName($0) || $0 == UInt8(ascii: ".") }
        default: passName()
        }
    }

    private mutating func passName() {
        let range = nameRange()
        guard !range.isEmpty else { return }
        offset = range.upperBound
        let name = text(range)
        if bracketCount == 0, let command = outerCommand, command.signature.clause(name) != nil {
            note(range, .clause)
            mode = .words(command)
        } else if Parser.reservedWords.contains(name) {
            note(range, .keyword)
        } else if names.variables[name] != nil {
            note(range, .variable)
        } else if isFunction(name) {
            note(range, .function)
        }
    }

    private mutating func passString() {
        let (start, quote) = (offset, bytes[offset])
        offset += 1
        while offset < bytes.count, bytes[offset] != quote {
            offset += bytes[offset] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
        }
        offset = min(offset + 1, bytes.count)
        note(start..<offset, .string)
    }

    private mutating func passVariable() {
        let start = offset
        offset += 1
        offset = nameRange().upperBound
        note(start..<offset, .variable)
    }

    private mutating func pass(_ role: SyntaxRole, while fits: (UInt8) -> Bool) {
        let start = offset
        while offset < bytes.count, fits(bytes[offset]) { offset += 1 }
        note(start..<offset, role)
    }

    private mutating func note(_ range: Range<Int>, _ role: SyntaxRole) {
        if !range.isEmpty { spans.append(SyntaxSpan(range, role)) }
    }

    // MARK: - What is what

    private func nameRange() -> Range<Int> {
        let end = bytes[offset...].firstIndex { !Self.continuesName($0) } ?? bytes.count
        return offset..<end
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func endsWord(at offset: Int) -> Bool {
        guard offset < bytes.count else { return true }
        switch bytes[offset] {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: ";"): return true
        case UInt8(ascii: "}"): return blockCount > 0
        default: return false
        }
    }

    private func isFunction(_ name: String) -> Bool {
        FunctionCatalog.function(named: name) != nil || names.definitions[name] != nil || BuiltInName(rawValue: name) != nil
    }

    /// Whether a word is a layer of the current model, with or without a channel and a position.
    private func isPlace(_ word: String) -> Bool {
        guard let layers = names.lab.model?.network.layers else { return false }
        return layers.named(word) != nil || layers.named(String(word.prefix { $0 != ":" && $0 != "@" })) != nil || word.hasPrefix("@")
    }

    private static func isNumeric(_ word: String) -> Bool {
        let digits = word.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
        return digits.first.map { (0x30...0x39).contains($0) } ?? false && word.utf8.allSatisfy { "0123456789.x-e".utf8.contains($0) }
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}
