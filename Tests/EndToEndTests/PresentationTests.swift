import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct `A script that is presented` {
    private let home = TemporaryFolder()

    private static let script = """
        # %% [markdown]
        # First words
        # %%
        let a = 2
        say a is $a

        # %% [markdown]
        # Second words
        # %%
        say a is now (a * 10)
        # %%
        pause A question
        say answered
        # %% [markdown]
        # Last words

        """

    private func start(_ text: String = script, in role: TerminalRole = .xterm) throws -> PseudoTerminal {
        let file = try home.write(Array(text.utf8), to: "talk.cnns")
        return try Program.start("run", "--step", file, in: role, home: home)
    }

    @Test func `goes on at Return, and runs a cell only then`() throws {
        let terminal = try start()
        let first = try terminal.expect("[Return] run")
        #expect(first.contains("First words") && first.contains("│ let a = 2") && !first.contains("\na is 2"))
        terminal.press(.enter)
        try terminal.expect("a is 2")
        try terminal.expect("[Return] on")
        terminal.type(" ")
        let second = try terminal.expect("[Return] run")
        #expect(second.contains("Second words") && second.contains("2/4"))
        terminal.type("n")
        try terminal.expect("a is now 20")
        terminal.type("q")
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.isInLineMode)
    }

    @Test func `shows again what was shown, and runs nothing again`() throws {
        let terminal = try start("# %%\nlet n = 0\n# %%\nlet n = n + 1; say n is $n\n# %%\nsay done\n")
        for _ in 0..<2 {
            try terminal.expect("[Return] run")
            terminal.press(.enter)
            try terminal.expect("[Return] on")
            terminal.press(.enter)
        }
        try terminal.expect("3/3")
        terminal.type("b")
        let again = try terminal.expect("[Return] on")
        #expect(again.contains("n is 1"))
        terminal.type("r")
        try terminal.expect("n is 2")
        terminal.press(.left)
        try terminal.expect("── 1/3")
        terminal.type("q")
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `is left for free play with the same session, and come back to`() throws {
        let terminal = try start()
        try terminal.expect("[Return] run")
        terminal.press(.enter)
        try terminal.expect("[Return] on")
        terminal.type("f")
        try terminal.expect("Ctrl-D goes back")
        try terminal.expect("In [2]: ")
        terminal.enter("a + 40")
        try terminal.expect("42")
        try terminal.expect("In [3]: ")
        terminal.enter("let a = 5")
        try terminal.expect("In [4]: ")
        terminal.press(.controlD)
        try terminal.expect("[Return] on")
        terminal.press(.enter)
        try terminal.expect("[Return] run")
        terminal.press(.enter)
        try terminal.expect("a is now 50")
        terminal.type("f")
        try terminal.expect("In [5]: ")
        terminal.enter("quit")
        try terminal.expect("[Return] on")
        terminal.type("q")
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `waits at a pause, and ends behind its last words`() throws {
        let terminal = try start("# %%\npause A question\nsay answered\n# %% [markdown]\n# Last words\n")
        try terminal.expect("[Return] run")
        terminal.press(.enter)
        try terminal.expect("A question")
        let waiting = try terminal.expect("[Return] go on")
        #expect(!waiting.contains("\nanswered"))
        terminal.press(.enter)
        try terminal.expect("answered")
        try terminal.expect("[Return] on")
        terminal.press(.enter)
        try terminal.expect("Last words")
        terminal.press(.enter)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `goes on after a cell that fails, and says so in the end`() throws {
        let terminal = try start("# %%\nexpect 1 == 2\n# %%\nsay after\n")
        try terminal.expect("[Return] run")
        terminal.press(.enter)
        try terminal.expect("error: expected '1 == 2'")
        try terminal.expect("[Return] on")
        terminal.press(.enter)
        try terminal.expect("[Return] run")
        terminal.press(.enter)
        try terminal.expect("[Return] on")
        terminal.type("q")
        #expect(try terminal.waitForExit() == 1)
    }

    @Test func `stops what runs at Ctrl-C, and ends at the next`() throws {
        let terminal = try start("# %%\nsay started; for i in 1..60000000 { let x = i }\n# %%\nsay after\n")
        try terminal.expect("[Return] run")
        terminal.press(.enter)
        try terminal.expect("started")
        terminal.press(.controlC)
        try terminal.expect("interrupted")
        try terminal.expect("[Return] on")
        terminal.press(.controlC)
        #expect(try terminal.waitForExit() == 1)
        #expect(terminal.isInLineMode)
    }

    @Test func `leaves the terminal as it was when told to end`() throws {
        let terminal = try start()
        try terminal.expect("[Return] run")
        terminal.signal(SIGTERM)
        #expect(try terminal.waitForExit() == 128 + SIGTERM)
        #expect(terminal.isInLineMode)
    }

    @Test func `wants a terminal`() throws {
        let file = try home.write(Array(Self.script.utf8), to: "talk.cnns")
        let run = try Program.run("run", "--step", file)
        #expect(run.status == 1 && run.errorText.contains("expected a terminal for '--step', found none"))
        #expect(try Program.run("run", "--step", "-").status == 2)
    }

    @Test func `pauses only where somebody reads`() throws {
        let run = try Program.run("-e", "pause Wait; say on")
        #expect(run.outputText == "Wait\non\n" && run.status == 0)
        let terminal = try Program.start("-e", "pause Wait; say gone on", home: home)
        try terminal.expect("[Return] go on")
        terminal.press(.enter)
        try terminal.expect("gone on")
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.isInLineMode)
    }
}
