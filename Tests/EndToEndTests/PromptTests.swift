import Glibc
import TestSupport
import Testing

@Suite(.serialized) struct `The prompt` {
    private let home = TemporaryFolder()

    @Test func `numbers what is typed and what comes back`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("1 + 2")
        try terminal.expect("Out[1]: 3")
        try terminal.expect("In [2]: ")
        terminal.enter("_ * 2")
        try terminal.expect("Out[2]: 6")
        try terminal.expect("In [3]: ")
    }

    @Test func `says which model and layer are current, and counts the edits in force`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; load digit-7")
        try terminal.expect("In [2] (digits): ")
        terminal.enter("ablate relu2:5")
        try terminal.expect("In [3] (digits, 1 edit): ")
        terminal.enter("scale relu1:2 by 2; layer conv2")
        try terminal.expect("In [4] (digits conv2, 2 edits): ")
        terminal.enter("let x = [1,")
        try terminal.expect("                           ...: ")
        terminal.enter("2]")
        try terminal.expect("In [5] (digits conv2, 2 edits): ")
        terminal.enter("restore")
        try terminal.expect("In [6] (digits conv2): ")
        terminal.enter("reset")
        try terminal.expect("In [7]: ")
    }

    @Test func `has memory for the next look brought in while nobody types`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        let start = terminal.residentMegabytes
        terminal.enter("load digits; load digit-7; predict")
        try terminal.expect("In [2] (digits): ")
        // To load and to predict takes some ten of them.
        let expected = start + 20
        let end = ContinuousClock.now + .seconds(20)
        while terminal.residentMegabytes < expected, ContinuousClock.now < end { usleep(10_000) }
        #expect(terminal.residentMegabytes >= expected)
        terminal.enter("show maps of conv1")
        try terminal.expect("maps of conv1")
    }

    @Test func `is left by Ctrl-D on an empty line, with the terminal as it was`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        #expect(!terminal.isInLineMode)
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
        #expect(terminal.isInLineMode)
    }

    @Test func `is left by 'quit'`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("quit")
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `brings back what earlier sessions typed, whole statements at a time`() throws {
        let first = try Program.start(home: home)
        try first.expect("In [1]: ")
        first.enter("for i in 1..2 {")
        try first.expect("...: ")
        first.enter("say \"row $i\"")
        try first.expect("...: ")
        first.enter("}")
        try first.expect("In [2]: ")
        first.press(.controlD)
        #expect(try first.waitForExit() == 0)

        let second = try Program.start(home: home)
        try second.expect("In [1]: ")
        second.press(.up)
        try second.expect("}")
        second.press(.enter)
        try second.expect("In [2]: ")
        second.enter("history")
        let shown = try second.expect("In [3]: ")
        #expect(shown.contains("for i in 1..2 {"))
    }

    @Test func `finds an earlier line by a part of it`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("40 + 2")
        try terminal.expect("In [2]: ")
        terminal.enter("say hello")
        try terminal.expect("In [3]: ")
        terminal.press(.controlR)
        try terminal.expect("search '': ")
        terminal.type("+")
        try terminal.expect("+': 40 + 2")
        terminal.press(.enter)
        try terminal.expect("Out[3]: 42")
    }

    @Test func `asks for more lines while a bracket is open`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("let m = [[1, 2],")
        try terminal.expect("   ...: ")
        terminal.enter("[3, 4]]")
        try terminal.expect("In [2]: ")
        terminal.enter("m + 1")
        try terminal.expect("[4, 5]")
    }

    @Test func `forgets a line at Ctrl-C and goes on`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("let x = [1,")
        terminal.press(.enter)
        try terminal.expect("...: ")
        terminal.type("2")
        terminal.press(.controlC)
        try terminal.expect("^C")
        try terminal.expect("In [1]: ")
        terminal.enter("5")
        try terminal.expect("Out[1]: 5")
    }

    @Test func `does not run a paste before Enter is pressed`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.paste("let a = 20\nlet b = 22\na + b\n")
        try terminal.expect("a + b")
        #expect(!String(decoding: terminal.visibleText, as: UTF8.self).contains("Out["))
        terminal.press(.enter)
        try terminal.expect("Out[1]: 42")
    }

    @Test func `edits wide characters`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("\"日本語é\"")
        terminal.press(.left, .left, .left)
        terminal.type("猫")
        terminal.press(.enter)
        try terminal.expect("Out[1]: 日本猫語é")
    }

    @Test func `completes a command`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("hist")
        terminal.press(.tab)
        try terminal.expect("ory ")
        terminal.press(.enter)
        try terminal.expect("In [2]: ")
        terminal.type("re")
        terminal.press(.tab, .tab)
        try terminal.expect("reset")
    }

    @Test func `draws the line again whenever the window's size changes`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("1 + ")
        try terminal.expect("1 + ")
        for widthInCells in [50, 30, 120, 31, 80] {
            terminal.resize(heightInCells: 40, widthInCells: widthInCells)
            try terminal.expect("In [1]: 1 + ")
        }
        terminal.enter("1")
        try terminal.expect("Out[1]: 2")
    }

    @Test func `takes a paste of 500 lines`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.paste((0..<500).map { "let pasted_\($0) = \($0) * 2" }.joined(separator: "\n") + "\n")
        try terminal.expect("pasted_499 = 499 * 2")
        #expect(!String(decoding: terminal.visibleText, as: UTF8.self).contains("In [2]"))
        terminal.press(.enter)
        try terminal.expect("In [2]: ")
        terminal.enter("pasted_0 + pasted_499")
        try terminal.expect("Out[2]: 998")
    }

    @Test func `hints at the last line that begins alike, for Right and End to take`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("40 + 2")
        try terminal.expect("In [2]: ")
        terminal.type("40")
        try terminal.expect("40 + 2")
        terminal.press(.right, .enter)
        try terminal.expect("Out[2]: 42")
        terminal.type("4")
        try terminal.expect("40 + 2")
        terminal.press(.end)
        terminal.enter(" + 1")
        try terminal.expect("Out[3]: 43")
        terminal.enter("4")
        try terminal.expect("Out[4]: 4")
    }

    @Test func `goes up and down in a statement of several lines, and beyond it in the history`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("7 * 6")
        try terminal.expect("In [2]: ")
        terminal.enter("let m = [1,")
        try terminal.expect("...: ")
        terminal.type("2]")
        terminal.press(.up, .end, .backspace)
        terminal.type("0,")
        terminal.press(.down)
        terminal.enter("; m")
        try terminal.expect("Out[2]: [10, 2]")
        terminal.press(.up, .up, .up)
        try terminal.expect("7 * 6")
        terminal.press(.enter)
        try terminal.expect("Out[3]: 42")
    }

    @Test func `colors what is typed, and does not where NO_COLOR is set`() throws {
        for (value, isInColor) in [("", true), ("1", false)] {
            let terminal = try PseudoTerminal(
                .xterm, executable: Program.path,
                environment: ["HOME": home.path, "XDG_STATE_HOME": "", "LC_ALL": "C.UTF-8", "NO_COLOR": value])
            try terminal.expect("In [1]: ")
            terminal.type("help show")
            try terminal.expect("help show")
            let bytes = String(decoding: terminal.transcript, as: UTF8.self)
            #expect(bytes.contains("\u{1B}[0;1;34mhelp") == isInColor)
            #expect(bytes.contains("\u{1B}[0;32mIn [1]: ") == isInColor)
        }
    }

    @Test func `marks prompts, input and results for terminals that jump between them`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("1 + 1")
        try terminal.expect("In [2]: ")
        terminal.enter("nothing")
        try terminal.expect("In [3]: ")
        let bytes = String(decoding: terminal.transcript, as: UTF8.self)
        let marks = bytes.split(separator: "\u{1B}]133;").dropFirst().map { $0.prefix { $0 != "\u{1B}" } }
        #expect(marks.filter { !$0.hasPrefix("B") } == ["A;redraw=0", "C", "D;0", "A;redraw=0", "C", "D;1", "A;redraw=0"])
        #expect(marks.contains("B"))
    }

    @Test func `edits without escape sequences where the terminal has none`() throws {
        let terminal = try PseudoTerminal(
            .xterm, executable: Program.path,
            environment: ["HOME": home.path, "XDG_STATE_HOME": "", "LC_ALL": "C.UTF-8", "TERM": "dumb"])
        try terminal.expect("In [1]: ")
        terminal.enter("let m = [1,")
        try terminal.expect("...: ")
        terminal.enter("2]; m")
        try terminal.expect("Out[1]: [1, 2]")
        try terminal.expect("In [2]: ")
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
        #expect(!terminal.transcript.contains(0x1B))
        #expect(terminal.isAsFound)
    }

    @Test func `stops a running command at Ctrl-C and keeps its state`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("let kept = 7")
        try terminal.expect("In [2]: ")
        terminal.enter("say started; for i in 1..60000000 { let kept = i }")
        try terminal.expect("started\r\n")
        terminal.press(.controlC)
        try terminal.expect("In [3]: ")
        terminal.enter("say \"alive\"")
        try terminal.expect("alive\r\n")
    }

    @Test(arguments: [SIGTERM, SIGHUP]) func `leaves the terminal as it was when told to end`(signal: Int32) throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.signal(signal)
        #expect(try terminal.waitForExit() == 128 + signal)
        #expect(terminal.isInLineMode)
    }

    @Test(arguments: TerminalRole.all) func `greets in every terminal and leaves no answer unread`(role: TerminalRole) throws {
        let terminal = try Program.start(in: role, home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("6 * 7")
        try terminal.expect("Out[1]: 42")
        try terminal.expect("In [2]: ")
        terminal.press(.controlD)
        #expect(try terminal.waitForExit() == 0)
    }

    @Test func `points at a wrong word and goes on`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("hlep")
        let shown = try terminal.expect("In [2]: ")
        #expect(shown.contains("error: ") && shown.contains("^^^^") && shown.contains("help"))
    }
}
