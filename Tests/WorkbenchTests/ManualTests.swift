import Imaging
import Language
import TestSupport
import Testing
import Workbench

/// The manual says what is true, and names everything there is.
struct ManualTests {
    private static let manual = Manual.language

    @Test(arguments: manual.sections)
    func `what the manual shows is what happens`(section: Manual.Section) throws {
        let folder = TemporaryFolder()
        let transcript = Transcript()
        let session = transcript.session()
        for block in section.blocks {
            switch block.kind {
            case "cnns":
                let succeeded = session.execute(folder.holding(block.code))
                let lines = transcript.take()
                #expect(succeeded, "\(lines.joined(separator: "\n"))")
                expect(block.promises, in: lines)
            case "cnns-error":
                #expect(!session.execute(folder.holding(block.code)), "\(block.code)")
                expect(block.promises, in: transcript.take())
                #expect(!block.promises.isEmpty, "\(block.code)")
            default: break
            }
        }
    }

    /// Every promise is the beginning of a line, in the order of the lines.
    private func expect(_ promises: [String], in lines: [String]) {
        var rest = lines.map { $0.replacing(/^(Out\[\d+\]: )?\s*/, with: "") }[...]
        for promise in promises {
            guard let index = rest.firstIndex(where: { $0.hasPrefix(promise) }) else {
                Issue.record("expected '\(promise)', found:\n\(lines.joined(separator: "\n"))")
                return
            }
            rest = rest[(index + 1)...]
        }
    }

    @Test(arguments: CommandCatalog.all.map { $0.name })
    func `the manual has a part on every command`(name: String) throws {
        let command = try #require(CommandCatalog.command(named: name))
        let section = try #require(Self.manual.sections.first { $0.title == "Commands" })
        let part = try #require(section.part("`\(name)`"))
        #expect(part.contains("```text\n\(Help.usage(of: command))\n```"), "\(Help.usage(of: command))")
        #expect(part.contains("```cnns\n"))
        for clause in command.signature.clauses { #expect(part.contains("`\(clause.keyword)"), "\(clause.keyword)") }
    }

    @Test func `the manual names every function, value, setting, color map and statement`() {
        for function in FunctionCatalog.all { #expect(Self.manual.text.contains("| `\(function.usage)` |"), "\(function.usage)") }
        for value in BuiltInName.allCases { #expect(Self.manual.text.contains("| `\(value.rawValue)` |"), "\(value)") }
        for setting in SettingCatalog.all { #expect(Self.manual.text.contains("| `\(setting.name)` |"), "\(setting.name)") }
        for colormap in Colormap.all { #expect(Self.manual.text.contains("`\(colormap.name)`"), "\(colormap.name)") }
        for word in Parser.reservedWords { #expect(Self.manual.text.contains("`\(word)"), "\(word)") }
    }

    @Test func `the manual has something to run in nearly every section`() {
        #expect(Self.manual.sections.count { !$0.blocks.filter { $0.kind == "cnns" }.isEmpty } >= 7)
    }
}
