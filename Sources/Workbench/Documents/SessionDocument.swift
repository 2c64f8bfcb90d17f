import Imaging
import Language
import Tensors

/// What was typed as a document: the statements that went well, what they showed, and claims of what they came to.
package struct SessionDocument {
    private let session: Session

    package init(_ session: Session) { self.session = session }

    /// The document of all cells before the running one.
    package func document(name: String) -> Document {
        let cells = session.history.filter { $0.cell != session.cellNumber && !Self.onlySaves($0.replayableSource) }
        var numbers: [Int: Int] = [:]
        var document = Document(name: name)
        for entry in cells {
            let source = Self.renumbered(entry.replayableSource.trimmedOfBlankLines, numbers)
            guard !source.allSatisfy(\.isWhitespace) else { continue }
            numbers[entry.cell] = numbers.count + 1
            let claims = ObservedValue.claims(of: session.results[entry.cell])
            var cell = DocumentCell(.code, source: ([source] + claims).joined(separator: "\n"))
            cell.outputs = session.record.outputs(of: entry.cell).filter { output in
                if case .diagnostic = output { false } else { true }
            }
            cell.executionNumber = numbers[entry.cell]
            document.cells.append(cell)
        }
        return document
    }

    /// Whether a cell does nothing but save the session, which a replay has no need of.
    private static func onlySaves(_ source: String) -> Bool {
        let (program, _) = Parser.parse(SourceText(source), vocabulary: CommandCatalog.vocabulary)
        return !program.statements.isEmpty
            && program.statements.allSatisfy { statement in
                guard case .command(let verb, let words) = statement.kind, verb.text == SaveCommand.name, let word = words.first else {
                    return false
                }
                return SourceText(source)[word.range] == "session"
            }
    }

    /// The source with `_3` as the number that cell 3 has in the replay, where cells that failed are missing.
    private static func renumbered(_ source: String, _ numbers: [Int: Int]) -> String {
        guard numbers.contains(where: { $0.key != $0.value }) else { return source }
        var result = ""
        var rest = source[...]
        var before: Character?
        while let first = rest.first {
            let digits = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
            let after = rest.dropFirst(1 + digits.count).first
            let isName = first == "_" && !digits.isEmpty && !continuesName(before) && !continuesName(after)
            if isName, let number = Int(digits), let now = numbers[number] {
                result += "_\(now)"
                rest = rest[digits.endIndex...]
                before = "0"
            } else {
                result.append(first)
                rest = rest.dropFirst()
                before = first
            }
        }
        return result
    }

    private static func continuesName(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber || "_.:/".contains(character)
    }
}

/// Claims of what a cell came to, which hold again when it is replayed.
enum ObservedValue {
    /// Tensors of no more elements are written out.
    private static let elementLimit = 16
    private static let textLimit = 200

    /// The lines of `expect` about a value, which is that of `_` when they run.
    static func claims(of value: Value?) -> [String] {
        switch value {
        case .number(let number)?: return number.isFinite ? [claim("_", number)] : []
        case .boolean(let truth)?: return ["expect _ == \(truth)"]
        case .string(let text)?: return literal(text).map { ["expect _ == \($0)"] } ?? []
        case .tensor(let tensor)?: return claims(of: tensor)
        case .list(let elements)?: return literal(elements).map { ["expect _ == \($0)"] } ?? []
        case .range?, .address?, .some(.none), nil: return []
        }
    }

    private static func claims(of tensor: Tensor) -> [String] {
        let numbers = tensor.convertedToFloat32().floats.map(Double.init)
        guard !numbers.isEmpty, numbers.allSatisfy(\.isFinite) else { return [] }
        let shape = "expect shape(_) == [\(tensor.shape.dimensions.map(String.init).joined(separator: ", "))]"
        if numbers.count <= elementLimit, tensor.shape.rank == 1 {
            let list = "[" + numbers.map(digits).joined(separator: ", ") + "]"
            let largest = numbers.reduce(0) { max($0, abs($1)) }
            let areWhole = numbers.allSatisfy { $0 == $0.rounded() && abs($0) < 1e6 }
            return ["expect _ == \(list)" + (areWhole ? "" : " within \(tolerance(largest))")]
        }
        let statistics = tensor.statistics
        let reach = Double(max(abs(statistics.minimum), abs(statistics.maximum)))
        return (tensor.shape.rank > 0 ? [shape] : [])
            + [("min", statistics.minimum), ("max", statistics.maximum), ("mean", statistics.mean)].map { name, number in
                "expect \(name)(_) == \(digits(Double(number))) within \(tolerance(reach))"
            }
    }

    private static func claim(_ name: String, _ number: Double) -> String {
        let isWhole = number == number.rounded() && abs(number) < 1e15
        return "expect \(name) == \(digits(number))" + (isWhole ? "" : " within \(tolerance(abs(number)))")
    }

    private static func digits(_ number: Double) -> String {
        NumberFormat.significant(number, digits: number == number.rounded() ? 15 : 7)
    }

    /// A ten-thousandth of the numbers' size: far more than processors differ by.
    private static func tolerance(_ size: Double) -> String {
        NumberFormat.significant(max(size, 1e-30) * 1e-4, digits: 1)
    }

    /// A string as the language writes it; `nil` for one that is too long or that quotes cannot hold.
    private static func literal(_ text: String) -> String? {
        guard text.count <= textLimit, !text.contains(where: { "\"\\\n\r".contains($0) || $0.isNewline }) else { return nil }
        return "\"\(text)\""
    }

    private static func literal(_ elements: [Value]) -> String? {
        guard !elements.isEmpty, elements.count <= elementLimit else { return nil }
        let texts = elements.compactMap { element -> String? in
            guard case .string(let text) = element else { return nil }
            return literal(text)
        }
        return texts.count == elements.count ? "[" + texts.joined(separator: ", ") + "]" : nil
    }
}
