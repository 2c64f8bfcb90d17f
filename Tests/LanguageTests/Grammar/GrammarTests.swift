import Foundation
import Language
import TestSupport
import Testing

/// The grammar of the manual beside the parser.
struct GrammarTests {
    private static let page = (try? String(contentsOfFile: Fixtures.folder + "../../Documentation/Grammar.md", encoding: .utf8)) ?? ""

    /// What cannot be written as a rule.
    private static let examples = [
        "line feed": ["\n"], "a letter of any language": ["a", "b", "x", "Y", "ü", "λ"], "the name of a command": ["show", "say"],
        "the name of a command whose usage line has a formula after a keyword, such as find": ["find"],
        "the name of a command that takes a statement, such as time": ["time"],
        "a word that begins a clause, such as top": ["top", "sort"], "any other character that prints": ["é", "→", "%", "\\\\"],
        "any character but a line feed": [" ", ";", "}", "a", "\\", "$"],
    ]

    /// The examples, and exponents that leave numbers finite.
    private static let boundedExamples = examples.merging(["EXPONENT": ["e3", "E-20", "e+07"]]) { first, _ in first }

    private static let vocabulary = Vocabulary([
        "show": .init(), "say": .init(), "find": .init(expressionWords: ["where"]), "time": .init(takesStatement: true),
    ])

    @Test(arguments: 1...400)
    func `what the grammar derives is read without an error`(seed: UInt64) throws {
        var derivation = Derivation(try Grammar(page: Self.page), seed: seed, examples: Self.boundedExamples)
        let text = derivation.sentence(of: "program")
        let source = SourceText(text)
        let diagnostics = Parser.parse(source, vocabulary: Self.vocabulary).diagnostics
        let places = diagnostics.map { diagnostic in
            let start = diagnostic.range?.start ?? 0
            return "\(diagnostic.message) after \(source[SourceRange(max(0, start - 60), start)].debugDescription)"
        }
        #expect(places == [], "seed \(seed): \(text.debugDescription)")
        #expect(diagnostics.isEmpty == (Completeness(of: source, vocabulary: Self.vocabulary) == .complete))
    }

    @Test(arguments: 1...200)
    func `what the grammar derives as places is read as such and comes back`(seed: UInt64) throws {
        var derivation = Derivation(try Grammar(page: Self.page), seed: seed, examples: Self.examples)
        let text = derivation.sentence(of: "PLACES")
        let spans = text.split(whereSeparator: { ":,@".contains($0) }).map { $0.split(separator: "..").compactMap { Int($0) } }
        let isAllowed = !text.isEmpty && spans.allSatisfy { $0.count < 2 || $0[0] <= $0[1] && $0[1] < 1_000_000_000 }
        guard isAllowed, spans.joined().allSatisfy({ $0 < 1_000_000_000 }) else { return }
        let places = try AddressPattern(text)
        #expect(try AddressPattern(places.description) == places, "seed \(seed): \(text)")
    }

    @Test func `all rules are defined and used, and every symbol of the language stands in one`() throws {
        let grammar = try Grammar(page: Self.page)
        let parts = grammar.rules.values.flatMap(Grammar.parts)
        let used = Set(parts.compactMap { if case .rule(let name) = $0 { name } else { nil } })
        #expect(used.subtracting(grammar.names).isEmpty)
        #expect(Set(grammar.names).subtracting(used) == ["program", "PLACES"])
        let terminals = Set(parts.compactMap { if case .terminal(let text) = $0 { text } else { nil } })
        #expect(Parser.reservedWords.subtracting(terminals).isEmpty)
        #expect(Set(BinaryOperator.allCases.map(\.rawValue)).subtracting(terminals).isEmpty)
        let specials = Set(parts.compactMap { if case .special(let words) = $0 { words } else { nil } })
        #expect(specials == Set(Self.examples.keys).union(["no blank"]))
    }

    @Test func `together the sentences use every rule`() throws {
        let grammar = try Grammar(page: Self.page)
        var used: Set<String> = ["PLACES", "CHANNELS", "SPAN", "LAYER", "LAYER_CHARACTER"]
        for seed in 1...400 as ClosedRange<UInt64> {
            var derivation = Derivation(grammar, seed: seed, examples: Self.examples)
            _ = derivation.sentence(of: "program")
            used.formUnion(derivation.useCount.keys)
        }
        #expect(Set(grammar.names).subtracting(used).isEmpty)
    }
}
