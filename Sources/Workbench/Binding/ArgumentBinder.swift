import Language

/// Binds the words after a verb to what the command's signature takes.
package struct ArgumentBinder {
    let command: any Command.Type
    let evaluator: ExpressionEvaluator

    package init(command: any Command.Type, evaluator: ExpressionEvaluator) {
        self.command = command
        self.evaluator = evaluator
    }

    private var signature: Signature { command.signature }

    /// The bound words.
    ///
    /// A clause's keyword begins the clause wherever it stands, except where a required positional word is still missing. A positional
    /// word that does not fit an optional parameter is tried on the next one, unless that one is optional too and takes anything.
    ///
    /// - Throws: A diagnostic that points at the word, says what was expected and names the nearest keyword.
    package func bind(_ words: [ArgumentWord], to verb: Name) throws -> Arguments {
        var arguments = Arguments(verb: verb, source: evaluator.source)
        var rest = words[...]
        let clauses = signature.clauses(about: words.first?.plainText)
        var parameters = signature.parameters[...]
        while let word = rest.first {
            let needsPositional = parameters.contains { !$0.isOptional && !arguments.has($0.name) }
            if let clause = clause(for: word, in: clauses), !needsPositional || parameters.isEmpty {
                rest = rest.dropFirst()
                try bind(clause, word, of: clauses, from: &rest, into: &arguments)
            } else if let parameter = parameters.first, parameter.type == .text {
                arguments.bound[parameter.name] = [try text(of: rest)]
                return arguments
            } else {
                try bindPositional(&rest, &parameters, clauses, into: &arguments)
            }
        }
        try checkComplete(arguments, parameters, after: words.last?.range ?? verb.range)
        return arguments
    }

    private func clause(for word: ArgumentWord, in clauses: [Clause]) -> Clause? {
        word.plainText.flatMap { text in clauses.first { $0.keyword == text } }
    }

    // MARK: - Positional words

    private func bindPositional(
        _ rest: inout ArraySlice<ArgumentWord>, _ parameters: inout ArraySlice<Parameter>, _ clauses: [Clause],
        into arguments: inout Arguments
    ) throws {
        guard let word = rest.first else { return }
        var failure: (any Error)?
        while let parameter = parameters.first {
            if failure != nil, parameter.isOptional, parameter.type.fitsAnything { break }
            let required = parameters.dropFirst().count { !$0.isOptional }
            if parameter.isOptional, positionalCount(in: rest, clauses) <= required, required > 0 {
                parameters = parameters.dropFirst()
                continue
            }
            do {
                let argument = try WordReader(evaluator: evaluator).read(word, as: parameter.type)
                arguments.bound[parameter.name, default: []].append(argument)
                rest = rest.dropFirst()
                if !parameter.isRepeated { parameters = parameters.dropFirst() }
                return
            } catch {
                guard parameter.isOptional || arguments.has(parameter.name) else { throw error }
                failure = failure ?? error
                parameters = parameters.dropFirst()
            }
        }
        if let failure, clauseNear(word, clauses) == nil { throw failure }
        throw unexpected(word, arguments, clauses)
    }

    /// Words before the first clause, the first of which is no keyword wherever it is one elsewhere: `input` in `load input x.npy`.
    private func positionalCount(in words: ArraySlice<ArgumentWord>, _ clauses: [Clause]) -> Int {
        words.dropFirst().firstIndex { clause(for: $0, in: clauses) != nil }.map { $0 - words.startIndex } ?? words.count
    }

    private func clauseNear(_ word: ArgumentWord, _ clauses: [Clause]) -> String? {
        word.plainText.flatMap { Suggestion.nearest(to: $0, in: clauses.map(\.keyword)) }
    }

    private func unexpected(_ word: ArgumentWord, _ arguments: Arguments, _ clauses: [Clause]) -> Diagnostic {
        let open = clauses.map(\.keyword).filter { !arguments.has($0) }
        let expected = open.isEmpty ? "the end of the line" : ParameterType.alternatives(open.map { "'\($0)'" })
        let found = evaluator.source[word.range]
        let help = clauseNear(word, clauses).map { "did you mean '\($0)'?" } ?? "usage: \(Help.usage(of: command))"
        return Diagnostic("expected \(expected), found '\(found)'", at: word.range, of: evaluator.source, help: help)
    }

    // MARK: - Clauses

    private func bind(
        _ clause: Clause, _ keyword: ArgumentWord, of clauses: [Clause], from rest: inout ArraySlice<ArgumentWord>,
        into arguments: inout Arguments
    ) throws {
        let source = evaluator.source
        if arguments.has(clause.keyword) {
            throw Diagnostic("expected '\(clause.keyword)' once, found it again", at: keyword.range, of: source)
        }
        guard let parameter = clause.parameter else {
            arguments.bound[clause.keyword] = [Argument(content: .flag, range: keyword.range)]
            return
        }
        repeat {
            guard let word = rest.first else {
                let message = "expected \(parameter.type.expectation) after '\(clause.keyword)', found the end of the line"
                throw Diagnostic(message, at: keyword.range, of: source)
            }
            let argument = try WordReader(evaluator: evaluator).read(word, as: parameter.type)
            arguments.bound[clause.keyword, default: []].append(argument)
            rest = rest.dropFirst()
        } while parameter.isRepeated && rest.first.map { self.clause(for: $0, in: clauses) == nil } ?? false
    }

    private func checkComplete(_ arguments: Arguments, _ parameters: ArraySlice<Parameter>, after range: SourceRange) throws {
        let help = "usage: \(Help.usage(of: command))"
        if let missing = parameters.first(where: { !$0.isOptional && !arguments.has($0.name) }) {
            let message = "expected \(missing.type.expectation) after '\(evaluator.source[range])', found the end of the line"
            throw Diagnostic(message, at: range, of: evaluator.source, help: help)
        }
        if let missing = signature.clauses.first(where: { $0.isRequired && !arguments.has($0.keyword) }) {
            let message = "expected '\(missing.keyword)' after '\(evaluator.source[range])', found the end of the line"
            throw Diagnostic(message, at: range, of: evaluator.source, help: help)
        }
    }

    // MARK: - Text

    /// All remaining words as one text, with the blanks between them as typed and values in the place of `$name` and `(…)`.
    private func text(of words: ArraySlice<ArgumentWord>) throws -> Argument {
        var text = ""
        var end: Int?
        for word in words {
            if let end, word.range.start > end { text += blanks(SourceRange(end, word.range.start)) }
            text += try WordReader(evaluator: evaluator).text(of: word)
            end = word.range.end
        }
        let range = SourceRange(words.first?.range.start ?? 0, end ?? 0)
        return Argument(content: .value(.string(text)), range: range)
    }

    private func blanks(_ range: SourceRange) -> String {
        let between = evaluator.source[range]
        return between.allSatisfy { $0 == " " } ? between : " "
    }
}
