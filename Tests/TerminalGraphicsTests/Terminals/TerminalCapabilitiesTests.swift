import TerminalGraphics
import Testing

@Suite struct TerminalCapabilitiesTests {
    private func answers(_ bytes: [UInt8]) -> TerminalAnswers {
        var answers = TerminalAnswers()
        answers.feed(bytes)
        return answers
    }

    private func capabilities(
        _ text: String = "\u{1B}[?62;4c", isTerminal: Bool = true,
        window: TerminalWindow? = TerminalWindow(heightInCells: 24, widthInCells: 80),
        environment: [String: String] = ["TERM": "xterm-256color"], choice: GraphicsChoice = .automatic, cell: CellSize? = nil
    ) -> TerminalCapabilities {
        TerminalCapabilities(
            isTerminal: isTerminal, window: window, answers: answers(Array(text.utf8)), environment: environment, choice: choice,
            requestedCell: cell)
    }

    @Test(arguments: RecordedTerminal.all)
    func `real terminals get the protocol that suits them`(_ terminal: RecordedTerminal) {
        let capabilities = TerminalCapabilities(
            isTerminal: true, window: terminal.kernelWindow, answers: answers(terminal.bytes), environment: terminal.environment)
        #expect(capabilities.encoder?.name == terminal.encoder)
        #expect([capabilities.cell.heightInPixels, capabilities.cell.widthInPixels] == [18, 9])
        #expect(capabilities.isInsideTmux == terminal.name.hasPrefix("tmux"))
        #expect(capabilities.reasons.contains { $0.hasPrefix("\(terminal.encoder) pictures: ") })
        #expect(capabilities.colorRegisterCount == 256)
    }

    @Test(arguments: [
        (["TERM": "dumb"], "a dumb terminal has no colors"),
        ([:], "TERM is not set"),
        (["TERM": "xterm-kitty", "NO_COLOR": "1"], "NO_COLOR is set"),
    ])
    func `without colors there are text twins`(environment: [String: String], reason: String) {
        let capabilities = capabilities("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c", environment: environment)
        #expect(capabilities.encoder == nil)
        #expect(capabilities.reasons.contains("no pictures: \(reason)"))
    }

    @Test func `without a terminal there are pictures only on request`() {
        #expect(capabilities(isTerminal: false).encoder == nil)
        #expect(capabilities(isTerminal: false, choice: .encoder(SixelEncoder.self)).encoder == SixelEncoder.self)
        #expect(capabilities(choice: GraphicsChoice.none).encoder == nil)
    }

    @Test func `a terminal that does not answer gets blocks`() {
        let capabilities = capabilities("")
        #expect(capabilities.encoder == BlocksEncoder.self)
        #expect(capabilities.cell == .assumed)
        #expect(capabilities.reasons.contains { $0.contains("did not answer in time") })
    }

    @Test func `a terminal that is known gets its protocol though its answers are late, but not against them`() {
        #expect(capabilities("", environment: ["TERM": "xterm-kitty"]).encoder == KittyEncoder.self)
        #expect(capabilities("\u{1B}[?62;c", environment: ["TERM": "xterm-kitty"]).encoder == BlocksEncoder.self)
        #expect(capabilities("", environment: ["TERM": "foot"]).encoder == SixelEncoder.self)
    }

    @Test func `tmux gives no kitty pictures though kitty's variable leaks into it`() {
        let capabilities = capabilities(
            "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?1;2;4c",
            environment: ["TERM": "xterm-256color", "TMUX": "/tmp/tmux,1,0", "KITTY_WINDOW_ID": "1"])
        #expect(capabilities.encoder == BlocksEncoder.self)
        #expect(capabilities.isInsideTmux)
        #expect(capabilities.reasons.contains { $0.contains("allow-passthrough") })
    }

    @Test(arguments: [
        ("\u{1B}[6;20;10t\u{1B}[4;432;720t", 432, 720, [20, 10], CellSize.Origin.cellReport),
        ("\u{1B}[4;480;800t", 432, 720, [20, 10], .windowReport),
        ("", 436, 724, [18, 9], .kernel),
        ("", 0, 0, [16, 8], .assumed),
        ("", 24, 80, [16, 8], .assumed),
        ("\u{1B}[6;1;1t\u{1B}[4;1;1t", 65535, 1, [16, 8], .assumed),
        ("\u{1B}[6;999999;2t", 0, 0, [16, 8], .assumed),
    ])
    func `the cell's size comes from the surest plausible source`(
        text: String, pixelHeight: Int, pixelWidth: Int, size: [Int], origin: CellSize.Origin
    ) {
        let window = TerminalWindow(heightInCells: 24, widthInCells: 80, heightInPixels: pixelHeight, widthInPixels: pixelWidth)
        let cell = capabilities(text, window: window).cell
        #expect([cell.heightInPixels, cell.widthInPixels] == size)
        #expect(cell.origin == origin)
    }

    @Test func `a requested cell goes before all`() {
        let cell = capabilities("\u{1B}[6;20;10t", cell: CellSize(heightInPixels: 30, widthInPixels: 15, origin: .requested)).cell
        #expect(cell.heightInPixels == 30)
    }

    @Test func `a window of no size counts as 24 rows of 80`() {
        for window in [nil, TerminalWindow(heightInCells: 0, widthInCells: 0, heightInPixels: 5, widthInPixels: 5)] {
            let capabilities = capabilities(window: window)
            #expect(capabilities.heightInCells == 24)
            #expect(capabilities.widthInCells == 80)
        }
    }

    @Test(
        arguments: [
            (["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"], nil, "WezTerm"),
            (["TERM": "xterm-256color"], "XTerm(379)", "xterm"),
            (["TERM": "screen-256color", "STY": "1.pts"], nil, "GNU screen"),
            (["TERM": "screen-256color", "TMUX": "x"], nil, "tmux"),
            (["TERM": "linux"], nil, "the Linux console"),
            (["TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"], "ITERM2 3.6", "iTerm2"),
            (["TERM": "xterm-256color"], nil, nil),
            (["TERM": "xterm-256color", "KONSOLE_VERSION": ""], "", nil),
        ] as [([String: String], String?, String?)])
    func `terminals are recognized`(environment: [String: String], version: String?, name: String?) {
        #expect(TerminalTable.terminal(environment: environment, version: version)?.name == name)
    }
}
