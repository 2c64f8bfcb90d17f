import TestSupport

/// Derives random sentences from a grammar.
struct Derivation {
    let grammar: Grammar
    var generator: SeededGenerator
    /// What special sequences and rules that end in them stand for.
    let examples: [String: [String]]
    /// How often each rule was used.
    private(set) var useCount: [String: Int] = [:]

    init(_ grammar: Grammar, seed: UInt64, examples: [String: [String]]) {
        self.grammar = grammar
        self.examples = examples
        generator = SeededGenerator(seed: seed)
    }

    private static let noBlank = "\u{0}"

    /// A sentence of a rule.
    mutating func sentence(of rule: String) -> String {
        var text = ""
        for symbol in expansion(.rule(rule), depth: 0, touches: false) {
            if symbol == Self.noBlank {
                text += symbol
            } else if text.isEmpty || text.last == "\n" || symbol == "\n" {
                text += symbol
            } else if text.hasSuffix(Self.noBlank) {
                text.removeLast()
                text += symbol
            } else {
                text += " " + symbol
            }
        }
        return text
    }

    /// The symbols of a form; deep inside, what can be left out is.
    private mutating func expansion(_ form: Grammar.Form, depth: Int, touches: Bool) -> [String] {
        switch form {
        case .terminal(let text): return [text]
        case .special(let words) where words == "no blank": return [Self.noBlank]
        case .special(let words): return [pick(examples[words] ?? [words])]
        case .rule(let name):
            useCount[name, default: 0] += 1
            if let texts = examples[name] { return [pick(texts)] }
            guard let rule = grammar.rules[name] else { return [name] }
            let isLexical = name.uppercased() == name
            let symbols = expansion(rule, depth: depth + 1, touches: isLexical)
            return isLexical ? [symbols.joined()] : symbols
        case .sequence(let forms): return forms.reduce(into: []) { $0 += expansion($1, depth: depth, touches: touches) }
        case .choice(let forms):
            let simplest = forms.min { Self.weight($0, grammar) < Self.weight($1, grammar) } ?? forms[0]
            return expansion(depth > 30 ? simplest : pick(forms), depth: depth + 1, touches: touches)
        case .optional(let inner):
            return depth < 30 && Bool.random(using: &generator) ? expansion(inner, depth: depth + 1, touches: touches) : []
        case .repetition(let inner):
            let count = depth < 30 ? [0, 0, 1, 1, 2, 3].randomElement(using: &generator) ?? 0 : 0
            return (0..<count).reduce(into: []) { symbols, _ in symbols += expansion(inner, depth: depth + 1, touches: touches) }
        }
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[Int.random(in: elements.indices, using: &generator)] }

    /// How far a form is from symbols: choices end in what is smallest.
    private static func weight(_ form: Grammar.Form, _ grammar: Grammar) -> Int {
        switch form {
        case .terminal, .special: 1
        case .rule(let name): name.uppercased() == name ? 2 : ["word": 3, "block": 20, "formula": 8][name] ?? 10
        case .sequence(let forms): forms.reduce(1) { $0 + weight($1, grammar) }
        case .choice(let forms): forms.map { weight($0, grammar) }.min() ?? 0
        case .optional, .repetition: 0
        }
    }
}
