import Language

/// Finds what could stand at the end of an unfinished statement.
struct CompletionFinder {
    let session: Session

    func completions(of statement: UnfinishedStatement) -> Completions {
        if statement.isInsideParentheses { return inExpression(statement) }
        guard let verb = statement.words.first else { return atBeginning(statement) }
        guard let command = CommandCatalog.command(named: verb) else { return inExpression(statement) }
        let words = Array(statement.words.dropFirst())
        if command.signature.syntax.takesStatement {
            return completions(of: UnfinishedStatement(words: words, like: statement))
        }
        if statement.current.hasPrefix("$") { return variables(statement.current) }
        return matching(
            statement.current, candidates(after: words, for: command.signature, typed: statement.current), quote: statement.quote)
    }

    private func atBeginning(_ statement: UnfinishedStatement) -> Completions {
        guard statement.quote == nil, !statement.current.contains("(") else { return inExpression(statement) }
        if statement.current.hasPrefix("?") {
            return matching(statement.current, topics.map { CompletionItem("?" + $0.text, $0.summary) })
        }
        let keywords = Help.statements.map { CompletionItem($0.name, $0.summary) }
        let commands = CommandCatalog.all.map { CompletionItem($0.name, $0.summary) }
        return matching(statement.current, (commands + keywords + names).sorted { $0.text < $1.text })
    }

    // MARK: - Commands

    /// What may follow the words so far: the parameter of the clause that is open, else the next positional words and the other clauses.
    private func candidates(after words: [String], for signature: Signature, typed: String) -> [CompletionItem] {
        let clauses = signature.clauses(about: words.first)
        // A word that a parameter knows is no keyword where it stands first: `load input`.
        func clause(at index: Int) -> Clause? {
            if index == 0, signature.parameters.first?.type.knownNames.contains(words[index]) == true { return nil }
            return clauses.first { $0.keyword == words[index] }
        }
        if !words.isEmpty, let parameter = clause(at: words.count - 1)?.parameter {
            return items(for: parameter.type, typed: typed, after: words)
        }
        var positionalCount = 0
        var skipsNext = false
        for index in words.indices {
            if skipsNext {
                skipsNext = false
            } else if let clause = clause(at: index) {
                skipsNext = clause.parameter != nil
            } else {
                positionalCount += 1
            }
        }
        let next = nextParameters(of: signature, after: positionalCount)
        let open = clauses.filter { open in !words.indices.contains { clause(at: $0)?.keyword == open.keyword } }
        let needsPositional = next.first.map { !$0.isOptional } ?? false
        return next.flatMap { items(for: $0.type, typed: typed, after: words) }
            + (needsPositional ? [] : open.map { CompletionItem($0.keyword, $0.summary) })
    }

    /// The next positional parameter, and those after it as long as the ones before may be left out.
    private func nextParameters(of signature: Signature, after count: Int) -> [Parameter] {
        if count >= signature.parameters.count { return signature.parameters.last.map { $0.isRepeated ? [$0] : [] } ?? [] }
        var next: [Parameter] = []
        for parameter in signature.parameters[count...] where next.isEmpty || !parameter.isOptional || !parameter.type.fitsAnything {
            next.append(parameter)
            if !parameter.isOptional { break }
        }
        return next
    }

    // MARK: - Expressions

    /// Names that may stand in a formula; inside quotes, the layers.
    private func inExpression(_ statement: UnfinishedStatement) -> Completions {
        if statement.quote != nil {
            return matching(statement.current, layers(typed: statement.current), quote: statement.quote)
        }
        var scalars = Substring.UnicodeScalarView()
        for scalar in statement.current.unicodeScalars.reversed() {
            guard scalar.continuesName else { break }
            scalars.insert(scalar, at: scalars.startIndex)
        }
        return matching(String(scalars), names)
    }

    var names: [CompletionItem] {
        let variables = session.variables.sorted { $0.key < $1.key }.map { CompletionItem($0.key, $0.value.kindDescription) }
        let definitions = session.definitions.keys.sorted().map { CompletionItem($0, "defined function") }
        let values = BuiltInName.allCases.map { CompletionItem($0.rawValue, $0.summary) }
        return variables + definitions + values + FunctionCatalog.all.map { CompletionItem($0.name, $0.summary) }
    }

    private func variables(_ typed: String) -> Completions {
        let items = session.variables.sorted { $0.key < $1.key }.map { CompletionItem("$" + $0.key, $0.value.kindDescription) }
        return matching(typed, items)
    }

    /// The items that begin as typed; what has blanks in it comes in quotes.
    private func matching(_ typed: String, _ items: [CompletionItem], quote: Character? = nil) -> Completions {
        var seen: Set<String> = []
        let fitting = items.filter { $0.text.utf8.starts(with: typed.utf8) && seen.insert($0.text).inserted }
        let closing = fitting.count == 1 ? quote.map(String.init) ?? "" : ""
        return Completions(
            replacedByteCount: typed.utf8.count,
            items: fitting.map { item in
                if quote != nil { return CompletionItem(item.text + (item.text.hasSuffix("/") ? "" : closing), item.summary) }
                guard item.text.contains(where: { " \t;#".contains($0) }) else { return item }
                return CompletionItem("\"" + item.text + (item.text.hasSuffix("/") ? "" : "\""), item.summary)
            })
    }
}
