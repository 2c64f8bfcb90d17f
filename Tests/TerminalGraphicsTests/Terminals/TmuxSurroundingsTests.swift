import TerminalGraphics
import TestSupport
import Testing

@Suite struct TmuxSurroundingsTests {
    private func capabilities(_ text: String, _ choice: GraphicsChoice = .automatic) -> TerminalCapabilities {
        TerminalCapabilities(
            isTerminal: true, window: TerminalWindow(heightInCells: 24, widthInCells: 80), answers: nil,
            environment: ["TERM": "tmux-256color", "TMUX": "x"], choice: choice, tmux: TmuxSurroundings(text))
    }

    @Test(arguments: [
        ("kitty(0.26.5)\nxterm-kitty\n1\n", "kitty", false),
        ("kitty(0.28.0)\nxterm-kitty\non\n", "kitty", true),
        ("ghostty 1.1.0\nxterm-ghostty\nall\n", "kitty", true),
        ("iTerm2 3.5.2\nxterm-256color\n1\n", "iterm2", false),
        ("foot(1.16.2)\nfoot\n1\n", "sixel", false),
        ("XTerm(379)\nxterm-256color\n1\n", "blocks", false),
        ("kitty(0.35.2)\nxterm-kitty\n0\n", "blocks", true),
        ("\nxterm-256color\n1\n", "blocks", false),
    ])
    func `what the terminal outside shows is chosen if tmux hands it on`(text: String, encoder: String, placeholders: Bool) throws {
        let capabilities = self.capabilities(text)
        #expect(capabilities.encoder?.name == encoder, "\(capabilities.reasons)")
        #expect(capabilities.usesPlaceholders == placeholders)
        #expect(capabilities.isInsideTmux)
        #expect(capabilities.believedEncoders.first?.name == encoder)
    }

    @Test func `only an iTerm2 that knows parts gets them`() throws {
        #expect(capabilities("iTerm2 3.5.2\nxterm\n1\n").takesMultipart)
        #expect(!capabilities("iTerm2 3.4.19\nxterm\n1\n").takesMultipart)
        #expect(!capabilities("kitty(4.0)\nxterm\n1\n").takesMultipart)
    }

    @Test func `advice says what keeps pictures out`() throws {
        #expect(TerminalAdvice.lines(capabilities("kitty(0.35.2)\nxterm-kitty\n0\n")).contains { $0.contains("allow-passthrough on") })
        #expect(TerminalAdvice.lines(capabilities("XTerm(379)\nxterm\n1\n")).contains { $0.contains("--graphics sixel") })
    }

    @Test(arguments: ["", "one", "one\ntwo"]) func `less than tmux would say is nothing`(text: String) {
        #expect(TmuxSurroundings(text) == nil)
    }

    @Test(arguments: [
        ("kitty(0.26.5)", TerminalVersion(0, 26)), ("iTerm2 3.5.0beta1", TerminalVersion(3, 5)), ("XTerm(379)", TerminalVersion(379, 0)),
        ("Konsole 22.12.3", TerminalVersion(22, 12)), ("WezTerm 20240203-110809-5046fc22", TerminalVersion(20_240_2, 0)), ("kitty", nil),
        ("iTerm2", nil), ("", nil), ("a 9999999999999999999999.1", TerminalVersion(999_999, 1)),
    ])
    func `versions are read from names`(name: String, expected: TerminalVersion?) {
        let found = TerminalVersion(in: name)
        if name.hasPrefix("WezTerm") { #expect(found != nil) } else { #expect(found == expected) }
    }

    @Test func `answers are spelled out`() {
        let bytes = Array("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;c\u{07}é".utf8)
        #expect(EscapedBytes.lines(bytes) == ["ESC _Gi=31;OKESC \\", "ESC [?62;cBEL\\xC3\\xA9"])
        #expect(EscapedBytes.lines([]) == [])
    }
}
