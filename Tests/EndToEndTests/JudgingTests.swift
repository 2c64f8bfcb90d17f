import Foundation
import TestSupport
import Testing

@Suite struct `Judging scripts` {
    private let folder = TemporaryFolder()

    private func write(_ text: String, to name: String = "a.cnns") throws -> String { try folder.write(Array(text.utf8), to: name) }

    @Test func `counts what holds and ends with 0`() throws {
        let run = try Program.run("test", write("expect 1 == 1\nfor i in 0..2 { expect i < 3 }\n"))
        #expect(run.status == 0 && run.errorText == "")
        #expect(run.outputText.hasPrefix("ok  \(folder.path)/a.cnns: 2 of 2 hold"))
    }

    @Test func `shows what fails where it stands and ends with 1`() throws {
        let run = try Program.run("test", write("expect 1 == 1\nexpect 1 == 2\nexpect 3 == 3\n"))
        #expect(run.status == 1 && run.outputText.hasPrefix("FAILED"))
        #expect(run.errorText.contains("a.cnns:2:1: error: expected '1 == 2'"))
    }

    @Test func `records figures when blessed, and tells others from then on`() throws {
        let file = try write("load digits; load digit-7\nshow maps of conv1\n")
        #expect(try Program.run("test", file).outputText.contains("1 figure is not judged"))
        #expect(try Program.run("test", "--bless", file).status == 0)
        #expect(folder.names == ["a.cnns", "a.expected"])
        #expect(try Program.run("test", file).outputText.contains("1 of 1 hold"))
        _ = try write("load digits; load digit-8\nshow maps of conv1\n")
        let run = try Program.run("test", file)
        #expect(run.status == 1 && run.errorText.contains("another figure than was recorded: expected"))
        #expect(try Program.run("test", "--bless", file).status == 0)
        #expect(try Program.run("test", file).status == 0)
        _ = try write("say none\n")
        #expect(try Program.run("test", "--bless", file).status == 0)
        #expect(folder.names == ["a.cnns"])
    }

    @Test(arguments: ["tap", "junit"]) func `reports to other programs`(format: String) throws {
        let run = try Program.run("test", "--format", format, write("expect 1 == 2\n"))
        #expect(run.status == 1 && run.errorText == "")
        #expect(run.outputText.hasPrefix(format == "tap" ? "TAP version 14\n1..1\n" : "<?xml"))
    }

    @Test(arguments: [["test"], ["test", "--format", "csv", "a.cnns"], ["convert", "a.cnns"], ["convert", "a.cnns", "b.doc"]])
    func `that is asked for wrongly ends with status 2`(arguments: [String]) throws {
        #expect(try ProgramRun(Program.path, arguments).status == 2)
    }

    @Test func `says of a file that is missing`() throws {
        let run = try Program.run("test", "/no/such.cnns")
        #expect(run.status == 1 && run.errorText.contains("cannot read '/no/such.cnns'"))
    }
}
