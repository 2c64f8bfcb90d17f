import Foundation
import Inference
import TestSupport

/// `Documentation/Operators.md`, made from what the operators' sources say of them and from what they answer.
enum OperatorManual {
    static let path = Fixtures.folder + "../../Documentation/Operators.md"
    private static let sources = Fixtures.folder + "../../Sources/Inference/Operators"

    /// One row of the tables.
    struct Entry {
        let name: String
        let family: String
        let summary: String
        let versions: String
        let types: String
        let hasFieldRule: Bool
        let gradient: String
    }

    /// The whole text.
    static func text() throws -> String {
        let entries = try entries()
        var lines = [
            "# Operators", "",
            "The \(entries.count) operators that networks are made of, in the families of `Sources/Inference/Operators`. This file is made",
            "from their documentation and their answers; a test holds it to them, and `RECORD_GOLDENS=1` writes it anew.", "",
            "- *Versions* are those of the operator's set that changed it; the newest stands for all later ones.",
            "- *Types* are those of the first input, as asked for by probing: `float` stands for float32, float16, bfloat16 and float64,",
            "  `int` for int8 to int64 and `uint` for uint8 to uint64; a dash means that the node's other inputs or its graph decide.",
            "- *Fields*: whether a rule says which elements each output is made from, so that receptive fields through it are exact.",
            "- *Gradient*: whether gradients go through it, or why not.",
        ]
        for family in Set(entries.map(\.family)).sorted() {
            lines += [
                "", "## \(family)", "", "| operator | computes | versions | types | fields | gradient |", "|---|---|---|---|---|---|",
            ]
            for entry in entries.filter({ $0.family == family }).sorted(by: { $0.name < $1.name }) {
                let cells = [
                    "`\(entry.name)`", entry.summary, entry.versions, entry.types, entry.hasFieldRule ? "yes" : "no", entry.gradient,
                ]
                lines.append("| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func entries() throws -> [Entry] {
        let comments = comments()
        return try OperatorCatalog.all.map { kind in
            guard let comment = comments["\(kind)"], let versions = comment.versions else { throw UndocumentedOperator(type: "\(kind)") }
            let answers = OperatorProbe.answers(of: kind)
            return Entry(
                name: kind.name, family: comment.family, summary: comment.summary, versions: versions, types: answers.types,
                hasFieldRule: answers.hasFieldRule, gradient: gradient(of: kind))
        }
    }

    private static func gradient(of kind: any Operator.Type) -> String {
        if let reason = GradientCatalog.constant[kind.name] { return "no: \(reason)" }
        return GradientCases.zeroGradients.contains(kind.name) ? "0" : "yes"
    }

    /// What stands above a type.
    private struct Comment {
        let family: String
        /// The first paragraph, in one line.
        let summary: String
        /// The operator sets of the line that begins with `Source:`; the same without what changed in each.
        let versions: String?
    }

    /// The documentation of all types that are declared in the folder of the operators.
    private static func comments() -> [String: Comment] {
        let files = (FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }
        var comments: [String: Comment] = [:]
        for file in files {
            var comment: [String] = []
            for line in ((try? String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)) ?? "").split(
                separator: "\n", omittingEmptySubsequences: false)
            {
                if line.hasPrefix("///") {
                    comment.append(line.dropFirst(3).trimmingCharacters(in: .whitespaces))
                    continue
                }
                let words = line.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
                if let place = words.firstIndex(of: "struct"), place < 2, place + 1 < words.count, !comment.isEmpty {
                    let family = file.split(separator: "/").dropLast().first.map(String.init) ?? ""
                    comments[words[place + 1]] = Comment(family: family, summary: summary(comment), versions: versions(comment))
                }
                comment = []
            }
        }
        return comments
    }

    private static func summary(_ comment: [String]) -> String {
        comment.prefix { !$0.isEmpty && !$0.hasPrefix("Source:") }.joined(separator: " ").trimmingCharacters(in: ["."])
            .replacingOccurrences(of: "``", with: "`")
    }

    private static func versions(_ comment: [String]) -> String? {
        let text = comment.drop { !$0.hasPrefix("Source:") }.joined(separator: " ")
        guard let start = ["opsets ", "opset ", "version "].compactMap({ text.range(of: $0)?.upperBound }).first else { return nil }
        var (numbers, depth): ([String], Int) = ([], 0)
        var number = ""
        for character in text[start...] {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if depth == 0, character.isNumber {
                number.append(character)
                continue
            }
            if !number.isEmpty { numbers.append(number) }
            number = ""
            if depth == 0, character == "." || character == ";" { break }
        }
        if !number.isEmpty { numbers.append(number) }
        return numbers.isEmpty ? nil : numbers.joined(separator: ", ")
    }
}

/// An operator whose documentation does not say what it computes, or by which operator sets.
struct UndocumentedOperator: Error {
    let type: String
}
