import Language

/// What holds of the parser, and of all that reads a source beside it, whatever bytes they get.
enum ParserProperties {
    /// Verbs of every kind that there is.
    private static let vocabulary = Vocabulary([
        "show": .init(), "say": .init(), "find": .init(expressionWords: ["where"]), "time": .init(takesStatement: true),
    ])

    /// Which property the bytes violate; `nil` where all hold.
    static func violation(by bytes: [UInt8]) -> String? {
        guard let source = try? SourceText(bytes: bytes, name: "fuzz") else { return nil }
        return violation(ofReading: source) ?? violation(ofCellsIn: source) ?? violation(ofAddress: source[SourceRange(0, bytes.count)])
    }

    /// Statements stand in order inside the source; what cannot be read is told, and completeness agrees.
    private static func violation(ofReading source: SourceText) -> String? {
        let (program, diagnostics) = Parser.parse(source, vocabulary: vocabulary)
        var end = 0
        for statement in program.statements {
            guard statement.range.start >= end, statement.range.end <= source.bytes.count else {
                return "a statement at \(statement.range)"
            }
            end = statement.range.end
        }
        for diagnostic in diagnostics {
            guard let range = diagnostic.range, range.end <= source.bytes.count else { return "a diagnostic outside the source" }
            let words = diagnostic.rendered()
            if words.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" }) {
                return "a control character in a diagnostic"
            }
        }
        let isComplete = Completeness(of: source, vocabulary: vocabulary) == .complete
        return isComplete == diagnostics.isEmpty ? nil : "completeness that differs from the diagnostics"
    }

    /// Cells follow one another and hold every statement.
    private static func violation(ofCellsIn source: SourceText) -> String? {
        var end = 0
        for cell in Cell.cells(of: source) {
            guard cell.range.start >= end, cell.range.end <= source.bytes.count else { return "a cell at \(cell.range)" }
            end = cell.range.end
        }
        return nil
    }

    /// An address that was read is spelled so that it reads as the same.
    private static func violation(ofAddress text: String) -> String? {
        if let address = try? Address(text), (try? Address(address.description)) != address { return "the address \(address)" }
        if let pattern = try? AddressPattern(text), (try? AddressPattern(pattern.description)) != pattern {
            return "the pattern \(pattern)"
        }
        return nil
    }
}
