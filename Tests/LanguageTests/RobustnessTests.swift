import Language
import Testing
import TestSupport

struct RobustnessTests {
    @Test(arguments: [
        String(repeating: "(", count: 100_000), String(repeating: "[", count: 100_000), String(repeating: "-", count: 100_000) + "1",
        String(repeating: "not ", count: 100_000) + "a", "1" + String(repeating: "+1", count: 100_000),
        "2" + String(repeating: "^2", count: 100_000), "x" + String(repeating: "[0]", count: 100_000),
        String(repeating: "if a { ", count: 100_000), "if a {}" + String(repeating: " else if a {}", count: 100_000),
        String(repeating: "time ", count: 100_000) + "1", String(repeating: "f(", count: 100_000),
        "say " + String(repeating: "(", count: 100_000),
        "for i in " + String(repeating: "[", count: 100_000), "0" + String(repeating: "..1", count: 100_000),
    ])
    func `nesting is bounded`(source: String) {
        let diagnostics = Parser.parse(SourceText(source), vocabulary: vocabulary).diagnostics
        #expect(diagnostics.count == 1)
    }

    @Test func `nesting within the bound is read`() {
        let source = String(repeating: "(", count: 150) + "1" + String(repeating: ")", count: 150)
        #expect(Parser.parse(SourceText(source), vocabulary: vocabulary).diagnostics.isEmpty)
        let blocks = String(repeating: "if a { ", count: 90) + String(repeating: "}", count: 90)
        #expect(Parser.parse(SourceText(blocks), vocabulary: vocabulary).diagnostics.isEmpty)
    }

    @Test func `long literals are bounded`() {
        let list = "[" + String(repeating: "1,", count: 70_000) + "]"
        #expect(Parser.parse(SourceText(list), vocabulary: vocabulary).diagnostics.count == 1)
        let string = "say \"" + String(repeating: "a", count: 2 << 20) + "\""
        #expect(Parser.parse(SourceText(string), vocabulary: vocabulary).diagnostics.count == 1)
        let word = "say " + String(repeating: "a", count: 2 << 20)
        #expect(Parser.parse(SourceText(word), vocabulary: vocabulary).diagnostics.count == 1)
    }

    @Test func `the number of statements is bounded`() {
        let source = String(repeating: "1;", count: 200_000)
        let (program, diagnostics) = Parser.parse(SourceText(source), vocabulary: vocabulary)
        #expect(program.statements.count == 100_000)
        #expect(diagnostics.map(\.message) == ["expected at most 100000 statements"])
    }

    @Test func `ten megabytes of random bytes are refused`() {
        var generator = SeededGenerator(seed: 1)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(10 << 20)
        while bytes.count < 10 << 20 {
            var word = generator.next()
            for _ in 0..<8 {
                bytes.append(UInt8(truncatingIfNeeded: word))
                word >>= 8
            }
        }
        #expect(throws: Diagnostic.self) { try SourceText(bytes: bytes, name: "noise") }
        #expect(throws: Diagnostic.self) { try SourceText(bytes: [UInt8](repeating: 10, count: 17 << 20), name: "long") }
    }

    private static let seeds = [
        "show maps of layer2.0.conv1 sort energy top 16\nlet x = [[1,0,-1],[2,0,-2]] * (3 + mean(maps[17, 2..5]))",
        "for c in 0..3 { if c > 1 { say \"hi\" $c } else { expect x == 3 within 1e-3 } }\ndef f(a, b) { a ^ b }",
        "# %% [markdown]\n# text\n# %%\nfind a.* where b > 1 and not c top 3; time show 'q' \\\n x(1)",
    ]

    @Test(arguments: 1...300)
    func `mutated sources never trap and errors point into the source`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array(Self.seeds[Int(seed % 3)].utf8)
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...127, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(Array("()[]{}\"'\\;$#=.\n".utf8).randomElement(using: &generator) ?? 0, at: place)
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
            }
        }
        let source = SourceText(String(decoding: bytes, as: UTF8.self))
        let diagnostics = Parser.parse(source, vocabulary: vocabulary).diagnostics
        for diagnostic in diagnostics {
            #expect(diagnostic.range.map { 0 <= $0.start && $0.end <= source.bytes.count } == true, "seed \(seed)")
            #expect(!diagnostic.rendered().isEmpty)
        }
        let completeness = Completeness(of: source, vocabulary: vocabulary)
        #expect((completeness == .complete) == diagnostics.isEmpty, "seed \(seed)")
        #expect(Cell.cells(of: source).allSatisfy { $0.range.end <= source.bytes.count }, "seed \(seed)")
    }

    @Test(arguments: 1...20)
    func `random printable text gives bounded diagnostics`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<200_000).map { _ in UInt8.random(in: 0x20...0x7E, using: &generator) }
        let text = String(decoding: bytes, as: UTF8.self).replacing("~", with: "\n")
        let diagnostics = Parser.parse(SourceText(text), vocabulary: vocabulary).diagnostics
        #expect((1...20).contains(diagnostics.count), "seed \(seed)")
    }
}
