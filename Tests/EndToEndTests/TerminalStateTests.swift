import Glibc
import TestSupport
import Testing
import Workbench

/// However a session is left or stopped, the terminal is as it was before.
@Suite(.serialized) struct `The terminal's state` {
    private let home = TemporaryFolder()

    private static let signals = [
        SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGUSR1,
    ]

    @Test(arguments: signals) func `is restored when a signal ends the program at the prompt`(signal: Int32) throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("for i in 1..2 {")
        try terminal.expect("1..2 {")
        #expect(!terminal.isAsFound)
        terminal.signal(signal)
        #expect(try terminal.waitForExit() == 128 + signal)
        #expect(terminal.isAsFound)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT]) func `is restored when a signal ends a running command`(signal: Int32) throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("say started; for i in 1..60000000 { let kept = i }")
        try terminal.expect("started\r\n")
        terminal.signal(signal)
        #expect(try terminal.waitForExit() == 128 + signal)
        #expect(terminal.isAsFound)
    }

    @Test func `is restored when the program leaves by itself`() throws {
        for leaving in ["quit\r", "\u{04}"] {
            let terminal = try Program.start(home: home)
            try terminal.expect("In [1]: ")
            terminal.type(leaving)
            #expect(try terminal.waitForExit() == 0)
            #expect(terminal.isAsFound)
        }
    }

    @Test func `is restored when Ctrl-Backslash ends the program`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.press(.controlBackslash)
        #expect(try terminal.waitForExit() == 128 + SIGQUIT)
        #expect(terminal.isAsFound)
    }

    @Test func `is the shell's while the program is stopped, and the line's again after`() throws {
        // A shell with job control: the first program of a terminal's session cannot be stopped.
        let script =
            "set -m; '\(Program.path)'; echo stopped with $(stty -a | grep -o ' icanon'); fg; echo left with $(stty -a | grep -o ' icanon')"
        let terminal = try PseudoTerminal(
            .xterm, executable: "/bin/sh", arguments: ["-c", script],
            environment: ["HOME": home.path, "XDG_STATE_HOME": "", "LC_ALL": "C.UTF-8"])
        try terminal.expect("In [1]: ")
        terminal.type("1 + ")
        try terminal.expect("1 + ")
        terminal.press(.controlZ)
        try terminal.expect("stopped with icanon")
        try terminal.expect("In [1]: 1 + ")
        #expect(!terminal.isInLineMode)
        terminal.enter("1")
        try terminal.expect("Out[1]: 2")
        try terminal.expect("In [2]: ")
        terminal.press(.controlD)
        try terminal.expect("left with icanon")
    }

    @Test func `is right again after the program was stopped from outside`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("2 + ")
        try terminal.expect("2 + ")
        terminal.signal(SIGSTOP)
        terminal.signal(SIGCONT)
        try terminal.expect("In [1]: 2 + ")
        #expect(!terminal.isInLineMode)
        terminal.enter("3")
        try terminal.expect("Out[1]: 5")
    }

    @Test func `is kept through Ctrl-C in every command`() throws {
        // Some examples write files.
        let terminal = try PseudoTerminal(
            .xterm, executable: "/bin/sh", arguments: ["-c", "cd \"$HOME\" && exec '\(Program.path)'"],
            environment: ["HOME": home.path, "XDG_STATE_HOME": "", "LC_ALL": "C.UTF-8"])
        try terminal.expect("In [1]: ")
        terminal.enter("set graphics blocks; say ready")
        try terminal.expect("\nready")
        let examples = CommandCatalog.all.filter { $0.name != "quit" }.compactMap { $0.examples.first }
        for (number, example) in examples.enumerated() {
            try terminal.expect("]")
            terminal.enter("reset; load digits; load digit-7; say begun-\(number); \(example.line)")
            try terminal.expect("\nbegun-\(number)")
            terminal.press(.controlC)
            terminal.enter("say passed-\(number)")
            try terminal.expect("\npassed-\(number)")
        }
        try terminal.expect("In [")
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.isAsFound)
    }

    @Test func `is kept through Ctrl-C while something is completed or sought`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("re")
        terminal.press(.tab, .tab, .controlC)
        try terminal.expect("^C")
        try terminal.expect("In [1]: ")
        terminal.press(.controlR)
        try terminal.expect("search '': ")
        terminal.press(.controlC)
        try terminal.expect("^C")
        try terminal.expect("In [1]: ")
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.isAsFound)
    }
}
