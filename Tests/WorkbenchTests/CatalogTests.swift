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

    @Test(arguments: Help.topics)
    func `there is help on every topic`(topic: String) {
        #expect(Transcript.run("help \(topic)").succeeded)
    }
}
