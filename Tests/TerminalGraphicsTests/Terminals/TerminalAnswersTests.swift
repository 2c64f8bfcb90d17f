import Imaging
import TerminalGraphics
import TestSupport
import Testing

@Suite struct TerminalAnswersTests {
    private func answers(to bytes: [UInt8], piece: Int = .max) -> TerminalAnswers {
        var answers = TerminalAnswers()
        var rest = bytes[...]
        while !rest.isEmpty {
            answers.feed(rest.prefix(piece))
            rest = rest.dropFirst(piece)
        }
        return answers
    }

    @Test(arguments: RecordedTerminal.all)
    func `answers of real terminals are understood, cut anywhere`(_ terminal: RecordedTerminal) {
        for piece in [1, 2, 3, 7, .max] {
            let answers = answers(to: terminal.bytes, piece: piece)
            #expect(answers.isComplete)
            #expect(answers.typed == [])
            #expect(answers.showsKittyGraphics == !terminal.kitty.isEmpty)
            #expect(answers.announcesSixel == terminal.attributes.contains(";4"))
            #expect((answers.name == nil) == terminal.version.isEmpty)
            #expect(answers.cell.map { [$0.heightInPixels, $0.widthInPixels] } == (terminal.cell.isEmpty ? nil : [18, 9]))
            #expect(answers.window.map { [$0.heightInPixels, $0.widthInPixels] } == (terminal.window.isEmpty ? nil : [432, 720]))
            #expect(answers.background == (terminal.background.isEmpty ? nil : RGB(0, 0, 0)))
        }
    }

    @Test func `nothing is complete before the last byte of the last answer`() {
        for terminal in RecordedTerminal.all {
            #expect(!answers(to: terminal.bytes.dropLast()).isComplete)
        }
    }

    @Test func `a refused sixel report says nothing`() {
        #expect(answers(to: Array("\u{1B}[?1;3S\u{1B}[?2;3S\u{1B}[?1;3;0S".utf8)).sixelRegisterCount == nil)
        let good = answers(to: Array("\u{1B}[?1;0;1024S\u{1B}[?2;0;1000;800S".utf8))
        #expect(good.sixelRegisterCount == 1024)
        #expect(good.sixelLimit.map { [$0.heightInPixels, $0.widthInPixels] } == [800, 1000])
    }

    @Test(arguments: [
        ("rgb:ffff/8080/0000", RGB(255, 128, 0)), ("rgb:ff/80/00", RGB(255, 128, 0)), ("rgb:f/8/0", RGB(255, 136, 0)),
        ("rgba:ffff/8080/0000/ffff", RGB(255, 128, 0)), ("rgb:ffff/8080", nil), ("rgb:fffff/0/0", nil), ("rgb:/0/0", nil),
        ("rgb:+f/0/0", nil), ("red", nil),
    ])
    func `a background color has one to four hexadecimal digits each`(report: String, color: RGB?) {
        #expect(answers(to: Array("\u{1B}]11;\(report)\u{1B}\\".utf8)).background == color)
        #expect(answers(to: Array("\u{1B}]11;\(report)\u{07}".utf8)).background == color)
    }

    @Test func `keys typed between answers are kept`() {
        let typed = "ls\r\u{1B}[A\u{1B}x\u{03}"
        let answers = answers(to: Array("l\u{1B}[6;18;9ts\r\u{1B}[A\u{1B}P>|foot\u{1B}\\\u{1B}x\u{03}\u{1B}[?62;4c".utf8))
        #expect(answers.typed == Array(typed.utf8))
        #expect(answers.cell?.heightInPixels == 18)
        #expect(answers.name == "foot")
    }

    @Test func `an answer of any length is passed over, and the next one understood`() {
        let long = String(repeating: "A", count: 1_000_000)
        let answers = answers(to: Array("\u{1B}P>|\(long)\u{1B}\\\u{1B}[\(String(repeating: "9", count: 5000))t\u{1B}[?62;4c".utf8))
        #expect(answers.announcesSixel)
        #expect(answers.name?.utf8.count == 64)
        #expect(answers.typed.count <= TerminalAnswers.longestTyping)
    }

    @Test(arguments: 0..<40)
    func `any bytes are survived`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes: [UInt8] = []
        let real = RecordedTerminal.all.randomElement(using: &generator)?.bytes ?? []
        let introducers: [UInt8] = Array("\u{1B}\u{1B}\u{1B}[P]_^X\\;?>0123456789ctSqm\u{07}".utf8)
        for _ in 0..<3000 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes.append(UInt8.random(in: 0...255, using: &generator))
            case 1: bytes += real.prefix(Int.random(in: 0...real.count, using: &generator))
            default: bytes.append(introducers.randomElement(using: &generator) ?? 0)
            }
        }
        let whole = answers(to: bytes)
        let pieces = answers(to: bytes, piece: Int.random(in: 1...50, using: &generator))
        #expect(whole.typed == pieces.typed)
        #expect(whole.attributes == pieces.attributes)
        #expect(whole.typed.count <= TerminalAnswers.longestTyping)
        // The fence is still found after any garbage that a cancel ends.
        var after = whole
        after.feed([0x18] + Array("\u{1B}\\\u{1B}[?62;4c".utf8))
        #expect(after.isComplete)
    }
}
