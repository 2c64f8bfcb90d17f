import Language
import TestSupport
import Testing
import Workbench

@Suite struct `A script that is judged` {
    private static func report(_ text: String, expected: ExpectedFigures? = nil, keepsGoing: Bool = false) -> TestReport {
        var test = ScriptTest(name: "a.cnns", bytes: Array(text.utf8), expected: expected)
        test.keepsGoing = keepsGoing
        return test.run(progress: { _ in })
    }

    /// One word a point: what it came to.
    private static func outcomes(_ report: TestReport) -> [String] {
        report.points.map { point in
            switch point.outcome {
            case .passed: "\(point.line) ok"
            case .failed(let failure): "\(point.line) \(failure.message.prefix(12))"
            case .skipped: "\(point.line) skipped"
            }
        }
    }

    @Test func `goes on after a claim that fails`() {
        let report = Self.report("expect 1 == 1\nexpect 1 == 2\nexpect 2 == 2\n")
        #expect(Self.outcomes(report) == ["1 ok", "2 expected '1 ", "3 ok"])
    }

    @Test func `counts a claim in a loop once`() {
        let report = Self.report("for i in 0..4 { expect i < 3 }\nif 1 == 2 { expect 1 == 1 }\ndef f(a) { expect a == 1 }\nf(1); f(1)\n")
        #expect(Self.outcomes(report) == ["1 expected 'i ", "2 skipped", "3 ok"])
        #expect(report.points[0].name == "expect i < 3 (5 times)")
    }

    @Test func `stops at a command that fails, and says what was not reached`() {
        let text = "expect 1 == 1\nlayer conv9\nexpect 2 == 2\n"
        #expect(Self.outcomes(Self.report(text)) == ["1 ok", "2 no model is ", "3 not reached:"])
        #expect(Self.outcomes(Self.report(text, keepsGoing: true)) == ["1 ok", "2 no model is ", "3 ok"])
    }

    @Test func `that cannot be read has failed`() {
        #expect(!Self.report("let = 3").failures.isEmpty)
        let test = ScriptTest(name: "a.cnns", bytes: [0xFF], expected: nil).run(progress: { _ in })
        #expect(test.failures.map(\.message) == ["expected UTF-8 text, found the byte 0xff at offset 0"])
    }

    private static let figures = "load digits; load digit-7\nfor i in 0..1 { show map $i of conv1 }\nshow maps of conv1\n"

    @Test func `shows the figures that were recorded`() throws {
        let recorded = Self.report(Self.figures)
        #expect(recorded.notes == ["3 figures are not judged: '--bless' records them"])
        let text = recorded.figures.text(script: "a.cnns")
        let expected = try ExpectedFigures(text: text, path: "a.expected")
        #expect(expected.text(script: "a.cnns") == text)
        let report = Self.report(Self.figures, expected: expected)
        #expect(report.failures.map { $0.rendered() } == [] && report.points.count == 3)
        #expect(report.points.map(\.name).first == "figure 1 of show map $i of conv1")
        let moved = Self.report("# a comment\n\n# %%\n" + Self.figures, expected: expected)
        #expect(moved.failures.isEmpty)
    }

    @Test func `fails where a figure shows something else, is new or is missing`() throws {
        let expected = Self.report(Self.figures).figures
        let other = Self.report(Self.figures.replacing("digit-7", with: "digit-8"), expected: expected)
        #expect(other.failures.count == 3)
        #expect(other.failures.allSatisfy { $0.message.hasPrefix("another figure than was recorded: expected ") })
        let edited = Self.report(Self.figures.replacing("show maps of conv1", with: "show maps of conv2"), expected: expected)
        #expect(
            edited.failures.map(\.message).sorted() == [
                "expected figure 1 of show maps of conv1, found none", "expected no such figure: it was not recorded",
            ])
        let ablated = Self.report(Self.figures.replacing("digit-7\n", with: "digit-7; scale conv1:1 by 1.01\n"), expected: expected)
        #expect(!ablated.failures.isEmpty)
    }

    @Test(arguments: [
        ("version 2", "expected 'version 1'"), ("  caption a", ":1, found"), ("version 1\nnonsense", ":2, found 'nonsense'"),
        ("version 1\nfigure x of show", ":2, found"), ("version 1\nfigure 1 of show\n  wrong line", ":2, found 'figure 1 of show'"),
    ])
    func `says what is wrong with a file of expectations`(text: String, words: String) {
        let error = #expect(throws: ExpectedFiguresError.self) { try ExpectedFigures(text: text, path: "a.expected") }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: Array(1...10) as [UInt64]) func `reads damaged expectations or refuses them`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(Self.report(Self.figures).figures.text(script: "a.cnns").utf8)
        for _ in 0..<50 {
            let text = String(decoding: generator.mutation(of: bytes), as: UTF8.self)
            guard let figures = try? ExpectedFigures(text: text, path: "a") else { continue }
            #expect((try? ExpectedFigures(text: figures.text(script: "a.cnns"), path: "a")) != nil)
        }
    }
}
