import TestSupport
import Testing

@Suite struct `A script` {
    private let folder = TemporaryFolder()

    @Test(arguments: [
        (["-e", "say hello"], "hello\n"), (["-e", "say a; say b"], "a\nb\n"), (["-e", "let x = 2", "-e", "x + 1"], "3\n"),
        (["-e", "1 + 2"], "3\n"),
        (["-e", ""], ""), (["--quiet", "-e", "say hello"], ""), (["--graphics", "none", "-e", "say hello"], "hello\n"),
    ])
    func `given by -e runs and prints plain text`(arguments: [String], output: String) throws {
        let run = try ProgramRun(Program.path, arguments)
        #expect(run.outputText == output)
        #expect(run.errorText == "")
        #expect(run.status == 0)
    }

    @Test(arguments: [[], ["-"], ["run", "-"]]) func `may come from standard input`(arguments: [String]) throws {
        let run = try ProgramRun(Program.path, arguments, input: Array("let a = 4\nsay a is $a\na * a\n".utf8))
        #expect(run.outputText == "a is 4\n16\n")
        #expect(run.status == 0)
    }

    @Test(arguments: [[], ["run"]]) func `may come from files, each in a session of its own`(words: [String]) throws {
        let first = try folder.write(Array("let x = 1\nsay first\n".utf8), to: "first.cnns")
        let second = try folder.write(Array("say second\nx\n".utf8), to: "second.cnns")
        let run = try ProgramRun(Program.path, words + [first, second])
        #expect(run.outputText == "first\nsecond\n")
        #expect(run.errorText.hasPrefix("\(second):2:1: error: no value 'x'"))
        #expect(run.status == 1)
    }

    @Test func `stops at what fails`() throws {
        let file = try folder.write(Array("say before\nhlep\nsay after\n".utf8), to: "a.cnns")
        let run = try Program.run(file)
        #expect(run.outputText == "before\n")
        #expect(run.errorText.hasPrefix("\(file):2:1: error: "))
        #expect(run.errorText.contains("2 | hlep\n  | ^^^^\n"))
        #expect(run.status == 1)
    }

    @Test func `goes on after what fails when asked to`() throws {
        let file = try folder.write(Array("expect 1 == 2\nsay after\n".utf8), to: "a.cnns")
        let run = try Program.run("run", "--keep-going", file)
        #expect(run.outputText == "after\n")
        #expect(run.errorText.hasPrefix("\(file):1:"))
        #expect(run.status == 1)
    }

    @Test(arguments: [
        ["--bogus"], ["--graphics", "crayon"], ["--cell", "8"], ["--cell", "0x0"], ["--columns", "0"], ["--columns", "many"],
        ["--threads", "0"],
        ["run"], ["-e"], ["-e", "say a", "file.cnns"], ["--quiet", "run", "file.cnns"],
    ])
    func `that is asked for wrongly ends with status 2`(arguments: [String]) throws {
        let run = try ProgramRun(Program.path, arguments)
        #expect(run.status == 2)
        #expect(run.output == [])
        #expect(run.errorText.hasPrefix("Error: "))
    }

    @Test(arguments: [["--version"], ["--help"], ["help"], ["run", "--help"], ["help", "run"]])
    func `is explained on standard output`(arguments: [String]) throws {
        let run = try ProgramRun(Program.path, arguments)
        #expect(run.status == 0)
        #expect(!run.output.isEmpty && run.errors.isEmpty)
    }

    @Test func `ends quietly when nobody reads on`() throws {
        let command = "'\(Program.path)' -e 'for i in 1..200000 { say $i }' | head -n 1"
        let run = try ProgramRun("/bin/bash", ["-c", "\(command); exit ${PIPESTATUS[0]}"])
        #expect(run.outputText == "1\n")
        #expect(run.errorText == "")
        #expect(run.status == 141)
    }

    @Test func `is stopped by Ctrl-C with status 130`() throws {
        let terminal = try Program.start("-e", "say started; for i in 1..60000000 { let x = i }", home: folder)
        try terminal.expect("started")
        terminal.press(.controlC)
        #expect(try terminal.waitForExit() == 130)
        #expect(terminal.isInLineMode)
    }
}
