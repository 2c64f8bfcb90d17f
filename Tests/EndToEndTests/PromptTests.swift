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

    @Test func `counts the edits in force`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.enter("load digits; load digit-7")
        try terminal.expect("In [2]: ")
        terminal.enter("ablate relu2:5")
        try terminal.expect("In [3] (1 edit): ")
        terminal.enter("scale relu1:2 by 2")
        try terminal.expect("In [4] (2 edits): ")
        terminal.enter("let x = [1,")
        try terminal.expect("             ...: ")
        terminal.enter("2]")
        try terminal.expect("In [5] (2 edits): ")
        terminal.enter("restore")
        try terminal.expect("In [6]: ")
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
        try terminal.expect("bck:")
        terminal.type("40")
        try terminal.expect("0 + 2")
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

    @Test func `survives a change of the window's size`() throws {
        let terminal = try Program.start(home: home)
        try terminal.expect("In [1]: ")
        terminal.type("1 + ")
        try terminal.expect("1 + ")
        terminal.resize(heightInCells: 40, widthInCells: 50)
        try terminal.expect("In [1]: 1 + ")
        terminal.enter("1")
        try terminal.expect("Out[1]: 2")
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
