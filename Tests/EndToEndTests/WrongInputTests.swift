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
        var generator = SplitMix(seed: seed)
        let run = try answer(to: (0..<1_250_000).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } })
        #expect(run.errors.count < 1000, "seed \(seed)")
    }

    @Test(arguments: [1, 2, 3]) func `of random printable characters is refused`(seed: UInt64) throws {
        var generator = SplitMix(seed: seed)
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

    @Test func `does not steer the terminal`() throws {
        let run = try Program.run("-e", "hlep \u{1B}]0;owned\u{07}\u{1B}[2J")
        #expect(run.status == 1)
        #expect(!run.errors.contains(0x1B) && !run.errors.contains(0x07))
    }
}

/// Steele, Lea and Flood's generator, so that a seed names a script.
///
/// Source: doi:10.1145/2660193.2660195
private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
