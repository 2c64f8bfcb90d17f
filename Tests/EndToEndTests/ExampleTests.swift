import Foundation
import TestSupport
import Testing

@Suite struct `Examples` {
    static let names = TemporaryFolder.names(in: Program.repository + "/Examples").filter { $0.hasSuffix(".cnns") }

    @Test(arguments: names) func `run without an error`(name: String) throws {
        let figures = TemporaryFolder()
        let run = try Program.run("run", "--save-figures", figures.path, "\(Program.repository)/Examples/\(name)")
        #expect(run.errorText == "")
        #expect(run.status == 0)
        #expect(!figures.names.isEmpty)
    }

    @Test(arguments: names) func `are lessons in cells that say first what they fetch`(name: String) throws {
        let source = try String(contentsOfFile: "\(Program.repository)/Examples/\(name)", encoding: .utf8)
        #expect(source.contains("\n# %%\n") && source.contains("\n# %% [markdown]\n") && source.contains("\nexpect "))
        let fetches = ["efficientnet", "chelsea", "coffee"].contains { source.contains("\nload \($0)") }
        #expect(source.prefix { $0 != "\n" }.contains("fetches") == fetches)
    }

    @Test(arguments: names) func `hold what they claim, and show what was recorded`(name: String) throws {
        let run = try Program.run("test", "Examples/\(name)")
        #expect(run.status == 0, "\(run.errorText)")
        #expect(run.outputText.hasPrefix("ok  ") && !run.outputText.contains("not judged"))
    }

    @Test(arguments: names) func `are the notebooks of their names, and come back from them`(name: String) throws {
        let notebook = "Notebooks/\(name.replacing(".cnns", with: ".ipynb"))"
        let check = try Program.run("convert", "--check", "Examples/\(name)", notebook)
        #expect(check.status == 0, "\(check.errorText)")
        let folder = TemporaryFolder()
        #expect(try Program.run("convert", notebook, "\(folder.path)/\(name)").status == 0)
        let (there, back) = ("\(Program.repository)/Examples/\(name)", "\(folder.path)/\(name)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: there)) == Data(contentsOf: URL(fileURLWithPath: back)))
    }

    @Test func `are there`() {
        #expect(!Self.names.isEmpty)
    }
}
