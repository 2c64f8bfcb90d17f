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

    @Test func `are there`() {
        #expect(!Self.names.isEmpty)
    }
}
