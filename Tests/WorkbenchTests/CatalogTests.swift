import Language
import TestSupport
import Testing
import Workbench

struct CatalogTests {
    @Test func `catalogs are in alphabetical order, each name once`() {
        for names in [CommandCatalog.all.map { $0.name }, FunctionCatalog.all.map(\.name), SettingCatalog.all.map(\.name)] {
            #expect(names == names.sorted())
            #expect(Set(names).count == names.count)
        }
    }

    @Test(arguments: CommandCatalog.all.map { $0.name })
    func `a command describes itself`(name: String) throws {
        let command = try #require(CommandCatalog.command(named: name))
        #expect(!command.summary.isEmpty && !command.summary.hasSuffix(".") && command.summary.first?.isUppercase == false)
        let keywords = command.signature.clauses.map(\.keyword) + command.signature.parameters.map(\.name)
        #expect(Set(keywords).count == keywords.count)
        for example in command.examples {
            let source = SourceText(example.line)
            let (program, diagnostics) = Parser.parse(source, vocabulary: CommandCatalog.vocabulary)
            #expect(diagnostics.isEmpty, "\(example.line)")
            #expect(!program.statements.isEmpty, "\(example.line)")
        }
    }

    @Test(arguments: CommandCatalog.all.map { $0.name })
    func `the examples of a command run`(name: String) throws {
        let command = try #require(CommandCatalog.command(named: name))
        let folder = TemporaryFolder()
        for example in command.examples {
            let (succeeded, lines) = Transcript.run(folder.holding(example.setup + "\n" + example.line))
            #expect(succeeded, "\(example.line): \(lines.joined(separator: "\n"))")
        }
    }

    @Test(arguments: FunctionCatalog.all.map(\.name) + Help.statements.map(\.name))
    func `help shows an example that runs and yields what it says`(name: String) throws {
        let examples = Help.statements.first { $0.name == name }?.examples ?? FunctionExamples.of(name)
        #expect(!examples.isEmpty)
        for example in examples {
            let transcript = Transcript()
            let session = transcript.session()
            #expect(session.execute(example.setup))
            _ = transcript.take()
            let succeeded = session.execute(example.line)
            let lines = transcript.take()
            #expect(succeeded, "\(example.line): \(lines)")
            // A summary in the form of a value is the result; the rest says what it is.
            guard example.summary.hasPrefix("[") || Double(example.summary) != nil || Bool(example.summary) != nil else { continue }
            let shown = lines.joined().drop { $0 != " " }.filter { !$0.isWhitespace }
            #expect(shown == example.summary.filter { $0 != " " }, "\(example.line)")
        }
    }

    @Test(arguments: Help.topics)
    func `there is help on every topic`(topic: String) {
        #expect(Transcript.run("help \(topic)").succeeded)
        #expect(Transcript.run("?\(topic)").lines == Transcript.run("help \(topic)").lines)
    }
}
