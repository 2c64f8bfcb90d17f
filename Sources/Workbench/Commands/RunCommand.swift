import Language

/// `run FILE [VALUES…]`: runs another script in this session, which finds the values in `arguments`.
enum RunCommand: Command {
    static let name = "run"
    static let summary = "runs a script in this session"
    static let signature = Signature([
        .required("FILE", .file(extensions: ["cnns"]), "the script"),
        .optional("VALUES", .value, "what the script finds in the list 'arguments'", repeated: true),
    ])
    static let examples: [Example] = []

    /// Scripts that run scripts, at most.
    private static let depthLimit = 16

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        guard let typed = arguments.text("FILE") else { return nil }
        let path = ScriptFile.path(for: typed, besides: session.runningFiles.last ?? arguments.source.name)
        guard session.runningFiles.count < depthLimit else {
            throw arguments.error("expected at most \(depthLimit) scripts that run one another", at: "FILE")
        }
        let bytes: [UInt8]
        do {
            bytes = try ScriptFile.read(path)
        } catch {
            throw arguments.error("\(error)", at: "FILE")
        }
        let source = try SourceText(bytes: bytes, name: path)
        let (program, diagnostics) = Parser.parse(source, vocabulary: CommandCatalog.vocabulary)
        diagnostics.dropLast().forEach { session.emit(.diagnostic($0)) }
        if let last = diagnostics.last { throw last }
        session.runningFiles.append(path)
        session.runArguments.append(arguments.all("VALUES").compactMap(value))
        defer {
            if !session.runningFiles.isEmpty { session.runningFiles.removeLast() }
            if !session.runArguments.isEmpty { session.runArguments.removeLast() }
        }
        for statement in program.statements where !session.isFinished {
            do {
                try Interpreter(session: session, source: source).run(statement)
            } catch {
                throw Interpreter.diagnostic(for: error, at: statement.range, of: source)
            }
        }
        return nil
    }

    /// A word as a number where it is one.
    private static func value(_ argument: Argument) -> Value? {
        guard case .value(let value) = argument.content else { return nil }
        if case .string(let text) = value, let number = Double(text), number.isFinite { return .number(number) }
        return value
    }
}
