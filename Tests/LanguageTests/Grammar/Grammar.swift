/// Rules in the notation of `Documentation/Grammar.md`.
struct Grammar {
    /// What stands on the right side of a rule.
    indirect enum Form {
        case choice([Form])
        case sequence([Form])
        case optional(Form)
        case repetition(Form)
        case terminal(String)
        case rule(String)
        /// What stands between question marks.
        case special(String)
    }

    struct Malformed: Error {
        let place: String
    }

    private(set) var rules: [String: Form] = [:]
    /// The rules' names in the order of the page.
    private(set) var names: [String] = []

    /// Reads the rules in the `ebnf` blocks of a page.
    init(page: String) throws {
        var isInside = false
        var text = ""
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                isInside = line == "```ebnf"
            } else if isInside {
                text += line + "\n"
            }
        }
        var symbols = try Self.symbols(of: text)[...]
        while let name = symbols.popFirst() {
            guard symbols.popFirst() == "=", rules[name] == nil else { throw Malformed(place: name) }
            rules[name] = try Self.choice(&symbols)
            guard symbols.popFirst() == ";" else { throw Malformed(place: "\(name) does not end") }
            names.append(name)
        }
    }

    /// Terminals with their quotes, special sequences with their question marks, names and signs.
    private static func symbols(of text: String) throws -> [String] {
        var symbols: [String] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if "\"'?".contains(first) {
                guard let end = rest.dropFirst().firstIndex(of: first) else { throw Malformed(place: String(rest.prefix(30))) }
                symbols.append(String(rest[...end]))
                rest = rest[end...].dropFirst()
            } else if "=|[]{}();".contains(first) {
                symbols.append(String(first))
                rest.removeFirst()
            } else {
                let name = rest.prefix { $0.isLetter || $0 == "_" }
                guard !name.isEmpty else { throw Malformed(place: String(rest.prefix(30))) }
                symbols.append(String(name))
                rest = rest.dropFirst(name.count)
            }
        }
        return symbols
    }

    private static func choice(_ symbols: inout ArraySlice<String>) throws -> Form {
        var choices = [try sequence(&symbols)]
        while symbols.first == "|" {
            symbols.removeFirst()
            choices.append(try sequence(&symbols))
        }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private static func sequence(_ symbols: inout ArraySlice<String>) throws -> Form {
        var forms: [Form] = []
        while let symbol = symbols.first, ![";", "|", ")", "]", "}"].contains(symbol) {
            symbols.removeFirst()
            switch symbol {
            case "(", "[", "{":
                let inner = try choice(&symbols)
                guard symbols.popFirst() == ["(": ")", "[": "]", "{": "}"][symbol] else { throw Malformed(place: "after \(symbol)") }
                forms.append(symbol == "(" ? inner : symbol == "[" ? .optional(inner) : .repetition(inner))
            case _ where symbol.first == "?":
                forms.append(.special(symbol.dropFirst().dropLast().split(separator: " ").joined(separator: " ")))
            case _ where symbol.first == "\"" || symbol.first == "'": forms.append(.terminal(String(symbol.dropFirst().dropLast())))
            default: forms.append(.rule(symbol))
            }
        }
        guard !forms.isEmpty else { throw Malformed(place: "an empty form") }
        return forms.count == 1 ? forms[0] : .sequence(forms)
    }

    /// The forms inside a form, itself included.
    static func parts(of form: Form) -> [Form] {
        switch form {
        case .choice(let forms), .sequence(let forms): [form] + forms.flatMap(parts)
        case .optional(let inner), .repetition(let inner): [form] + parts(of: inner)
        case .terminal, .rule, .special: [form]
        }
    }
}
