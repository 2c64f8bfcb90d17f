import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `A convolution at the prompt` {
    private let home = TemporaryFolder()

    /// The prompt with the digit network and a digit.
    private func start(in role: TerminalRole = .xterm) throws -> PseudoTerminal {
        let terminal = try Program.start(in: role, home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; load digit-7")
        try terminal.expect("In [2]")
        return terminal
    }

    @Test(arguments: [TerminalRole.xterm, .kitty, .xtermWithSixel, .mute]) func `goes on at a key`(role: TerminalRole) throws {
        let terminal = try start(in: role)
        terminal.enter("convolve conv1:3")
        try terminal.expect("step 1 of 784 @0,0")
        terminal.type(" ")
        try terminal.expect("step 2 of 784 @0,1")
        terminal.type("j")
        try terminal.expect("step 30 of 784 @1,1")
        terminal.press(.left)
        try terminal.expect("step 29 of 784 @1,0")
        terminal.type("q")
        try terminal.expect("step 29 of 784 @1,0")
        try terminal.expect("In [3]")
        terminal.enter("shape(_)")
        try terminal.expect("[28, 28]")
    }

    @Test func `changes stride, padding and dilation while it runs`() throws {
        let terminal = try start()
        terminal.enter("convolve conv1:3@12,14")
        try terminal.expect("step 351 of 784 @12,14: stride 1, padding 2, dilation 1")
        terminal.type("S")
        try terminal.expect("of 196 @12,13: stride 2, padding 2, dilation 1")
        terminal.type("D")
        try terminal.expect("of 144 @11,11: stride 2, padding 2, dilation 2")
        terminal.type("p")
        try terminal.expect("stride 2, padding 1, dilation 2")
        terminal.type("s")
        try terminal.expect("stride 1, padding 1, dilation 2")
        terminal.type("G")
        try terminal.expect("step 484 of 484")
        terminal.type("x")
        try terminal.expect("no key 'x'")
        terminal.type("q")
        try terminal.expect("In [3]")
    }

    @Test func `goes faster when asked to`() throws {
        let terminal = try start()
        terminal.enter("convolve conv1:3")
        try terminal.expect("step 1 of 784")
        terminal.type("ff ")
        try terminal.expect("step 5 of 784")
        terminal.type("r ")
        try terminal.expect("step 7 of 784")
        terminal.type("q")
        try terminal.expect("In [3]")
    }

    @Test func `leaves the screen and what was typed as they were`() throws {
        let terminal = try start()
        terminal.enter("convolve conv1:3")
        try terminal.expect("step 1 of 784")
        terminal.type("q")
        try terminal.expect("In [3]")
        let sequences = String(decoding: terminal.transcript, as: UTF8.self)
        #expect(sequences.components(separatedBy: "\u{1B}[?1049h").count == 2)
        #expect(sequences.components(separatedBy: "\u{1B}[?1049l").count == 2)
        terminal.enter("1 + 2")
        try terminal.expect("Out[3]: 3")
    }

    @Test func `stops at Ctrl-C with all that would follow`() throws {
        let terminal = try start()
        terminal.enter("convolve conv1:3; say not to be said")
        try terminal.expect("step 1 of 784")
        terminal.press(.controlC)
        let shown = try terminal.expect("In [3]")
        #expect(shown.contains("interrupted") && !shown.contains("\nnot to be said"))
    }

    @Test func `leaves the terminal as it was when told to end`() throws {
        let terminal = try start()
        terminal.enter("convolve conv1:3")
        try terminal.expect("step 1 of 784")
        terminal.signal(SIGTERM)
        #expect(try terminal.waitForExit() == 128 + SIGTERM)
        #expect(terminal.isInLineMode)
        #expect(String(decoding: terminal.transcript, as: UTF8.self).contains("\u{1B}[?1049l"))
    }

    @Test func `shows one step where there are no keys`() throws {
        let run = try Program.run("-e", "load digits; load digit-7; convolve conv1:3; convolve conv1:3 steps 4..6")
        #expect(run.status == 0)
        #expect(run.outputText.components(separatedBy: " over input, step ").count == 5)
        #expect(!run.output.contains(0x1B))
    }
}
