import Imaging
import TestSupport
import Testing

@Suite struct `Wrong input` {
    private let folder = TemporaryFolder()

    /// The program's answer to a script's bytes: it must fail, say so at a place in the script, and leave no crash behind.
    private func answer(to bytes: [UInt8]) throws -> ProgramRun {
        let file = try folder.write(bytes, to: "script.cnns")
        let run = try ProgramRun(Program.path, [file], folder: folder.path)
        #expect(run.status == 1)
        #expect(run.errorText.hasPrefix("\(file):"))
        #expect(!run.errors.contains(0x1B))
        return run
    }

    @Test(arguments: ["(", "let a = [1, 2", "say \"open", "if true {", "for i in 1..3 {\nsay a", "1 +", "say a \\"])
    func `that is unfinished is pointed at`(source: String) throws {
        let run = try answer(to: Array(source.utf8))
        #expect(run.errorText.contains("error: "))
        #expect(run.errorText.contains("^"))
    }

    @Test(arguments: [1, 2, 3]) func `of ten million random bytes is refused`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let run = try answer(to: (0..<1_250_000).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } })
        #expect(run.errors.count < 1000, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3]) func `of random printable characters is refused`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let run = try answer(to: (0..<300_000).map { _ in UInt8(generator.next() % 95) + 32 })
        #expect(run.errors.count < 100_000, "seed \(seed)")
    }

    @Test func `nested deeply is refused`() throws {
        _ = try answer(to: Array(String(repeating: "(", count: 100_000).utf8))
        _ = try answer(to: Array(String(repeating: "if true {", count: 1000).utf8))
    }

    @Test func `that never ends is refused`() throws {
        let run = try ProgramRun("/bin/sh", ["-c", "'\(Program.path)' - < /dev/zero"])
        #expect(run.status == 1)
        #expect(run.errorText.contains("error: "))
    }

    @Test(arguments: ["missing.cnns", "/", "/dev/null/x"]) func `that cannot be read is named`(path: String) throws {
        let run = try Program.run(path)
        #expect(run.status == 1)
        #expect(run.errorText.hasPrefix("error: cannot read '\(path)': "))
    }

    @Test(arguments: [
        ("load missing.onnx", "missing.onnx"), ("load cut.png", "cut.png"), ("load words.onnx", "words.onnx"),
        ("load evil.pth", "evil.pth"),
        ("load digits; show maps of conv9", "conv1"), ("load digits; layer nothing", "nothing"), ("show image", "image"),
    ])
    func `to a command is named, and nothing in it is run`(line: String, named: String) throws {
        let picture = try PNGCodec.encode(
            Image(heightInPixels: 40, widthInPixels: 40, channelCount: 1, samples: (0..<1600).map { UInt8($0 % 251) }))
        _ = try folder.write(Array(picture.prefix(picture.count / 2)), to: "cut.png")
        _ = try folder.write(Array("these are words\n".utf8), to: "words.onnx")
        // GLOBAL os system, MARK, the command, TUPLE, REDUCE, STOP.
        _ = try folder.write(Array("cos\nsystem\n(S'touch owned'\ntR.".utf8), to: "evil.pth")
        let before = folder.names
        let run = try ProgramRun(Program.path, ["-e", line], folder: folder.path)
        #expect(run.status == 1)
        #expect(run.errorText.hasPrefix("-e:1:"))
        #expect(run.errorText.contains("error: ") && run.errorText.contains(named))
        #expect(folder.names == before)
    }

    @Test func `at the prompt leaves the session's state intact`() throws {
        let terminal = try Program.start(home: folder)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; let kept = 5")
        try terminal.expect("In [2]")
        for (number, line) in ["load missing.onnx", "layer nothing", "let kept = kept +", "show maps of conv9", "expect 1 == 2"]
            .enumerated()
        {
            terminal.enter(line)
            try terminal.expect("error: ")
            try terminal.expect("In [\(number + 3)]")
        }
        terminal.enter("kept")
        try terminal.expect("Out[7]: 5")
        terminal.enter("layers")
        try terminal.expect("conv2")
    }

    @Test func `does not steer the terminal`() throws {
        let run = try Program.run("-e", "hlep \u{1B}]0;owned\u{07}\u{1B}[2J")
        #expect(run.status == 1)
        #expect(!run.errors.contains(0x1B) && !run.errors.contains(0x07))
    }
}
