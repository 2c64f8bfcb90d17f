/// What `help` shows, made from the descriptions of commands, functions and settings.
package enum Help {
    /// `show image|maps [N] [of LAYER]`.
    package static func usage(of command: any Command.Type) -> String {
        let rest = command.signature.usage
        return rest.isEmpty ? command.name : "\(command.name) \(rest)"
    }

    /// A command's page: what it does, how it is typed, what its words mean, examples.
    package static func page(of command: any Command.Type) -> [Output] {
        var outputs: [Output] = [.text("\(command.name): \(command.summary)\n\nusage: \(usage(of: command))")]
        let signature = command.signature
        let words = signature.parameters.map { [$0.name, $0.summary] } + signature.clauses.map { [clauseTitle($0), $0.summary] }
        if !words.isEmpty { outputs.append(.table(Table([.left("word"), .left("meaning")], rows: words))) }
        return outputs + examples(command.examples)
    }

    private static func clauseTitle(_ clause: Clause) -> String {
        clause.parameter.map { "\(clause.keyword) \($0.usage)" } ?? clause.keyword
    }

    /// The list of all commands, functions and built-in values.
    package static var overview: [Output] {
        let commands = CommandCatalog.all.map { [$0.name, $0.summary] }
        let functions = FunctionCatalog.all.map(\.name).joined(separator: " ")
        let values = BuiltInName.allCases.map(\.rawValue).joined(separator: " ")
        return [
            .table(Table([.left("command"), .left("what it does")], rows: commands)),
            .text("functions: \(functions)\nvalues: \(values)\n'help NAME', or '?NAME', says more about any of them"),
        ]
    }

    /// What is known of a name; `nil` where nothing is.
    package static func topic(_ name: String) -> [Output]? {
        var outputs: [Output] = []
        if let command = CommandCatalog.command(named: name) { outputs += page(of: command) }
        if let function = FunctionCatalog.function(named: name) {
            outputs.append(.text("\(function.usage): \(function.summary)\n\(function.shapes)"))
            outputs += examples(FunctionExamples.of(name))
        }
        if let value = BuiltInName(rawValue: name) { outputs.append(.text("\(name): \(value.summary)")) }
        if let setting = SettingCatalog.setting(named: name) {
            outputs.append(.text("set \(name): \(setting.summary); \(setting.type.expectation)"))
        }
        if let statement = statements.first(where: { $0.name == name }) {
            outputs.append(.text("\(statement.usage): \(statement.summary)"))
            outputs += examples(statement.examples)
        }
        return outputs.isEmpty ? nil : outputs
    }

    private static func examples(_ examples: [Example]) -> [Output] {
        guard !examples.isEmpty else { return [] }
        return [
            .text(examples.count == 1 ? "example:" : "examples:"),
            .table(Table([.left(""), .left("")], rows: examples.map { ["  " + $0.line, "# " + $0.summary] })),
        ]
    }

    /// Every name that ``topic(_:)`` knows.
    package static var topics: [String] {
        CommandCatalog.all.map { $0.name } + FunctionCatalog.all.map(\.name) + BuiltInName.allCases.map(\.rawValue)
            + SettingCatalog.all.map(\.name) + statements.map(\.name)
    }

    /// A few words on a topic, for a list.
    package static func summary(of name: String) -> String {
        CommandCatalog.command(named: name)?.summary ?? FunctionCatalog.function(named: name)?.summary
            ?? BuiltInName(rawValue: name)?.summary ?? SettingCatalog.setting(named: name)?.summary
            ?? statements.first { $0.name == name }?.summary ?? ""
    }
}
