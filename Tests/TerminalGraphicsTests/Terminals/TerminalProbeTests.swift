import Glibc
import TerminalGraphics
import Testing

/// A pseudo-terminal whose master side the test holds.
private final class Pseudoterminal {
    let master: Int32
    let terminal: Int32

    init() throws {
        var descriptors: (master: Int32, terminal: Int32) = (-1, -1)
        try #require(openpty(&descriptors.master, &descriptors.terminal, nil, nil, nil) == 0)
        (master, terminal) = descriptors
    }

    deinit {
        close(terminal)
        close(master)
    }

    func type(_ text: String) {
        _ = TerminalOutput.write(Array(text.utf8), to: master)
    }

    var modes: tcflag_t {
        var settings = termios()
        tcgetattr(terminal, &settings)
        return settings.c_lflag
    }

    var echoes: Bool { modes & tcflag_t(ECHO) != 0 }

    /// Bytes that the next reader would get.
    var unreadByteCount: Int {
        var settings = termios()
        tcgetattr(terminal, &settings)
        settings.c_lflag &= ~tcflag_t(ICANON)
        tcsetattr(terminal, TCSANOW, &settings)
        var count: Int32 = 0
        _ = ioctl(terminal, UInt(FIONREAD), &count)
        return Int(count)
    }
}

@Suite(.serialized) struct TerminalProbeTests {
    private let environment = ["TERM": "xterm-256color"]

    @Test(arguments: RecordedTerminal.all)
    func `a terminal that answers is understood and given back as it was`(_ recorded: RecordedTerminal) throws {
        let pseudo = try Pseudoterminal()
        let before = pseudo.modes
        pseudo.type(String(decoding: recorded.bytes, as: UTF8.self))
        let probe = try #require(TerminalProbe(descriptor: pseudo.terminal, environment: environment))
        #expect(probe.answers.isComplete)
        #expect(!probe.isOutstanding)
        #expect(pseudo.modes == before)
        #expect(pseudo.unreadByteCount == 0)
    }

    @Test func `late answers are read before the terminal is given back`() throws {
        let pseudo = try Pseudoterminal()
        let before = pseudo.modes
        let probe = try #require(TerminalProbe(descriptor: pseudo.terminal, environment: environment))
        #expect(probe.isOutstanding)
        #expect(!pseudo.echoes)
        pseudo.type("\u{1B}_Gi=31;OK\u{1B}\\ls\u{1B}[?62;c")
        probe.settle()
        #expect(probe.answers.showsKittyGraphics)
        #expect(probe.answers.typed == Array("ls".utf8))
        #expect(!probe.isOutstanding)
        #expect(pseudo.modes == before)
        #expect(pseudo.unreadByteCount == 0)
    }

    @Test func `what is no terminal, or known not to answer, is not asked`() throws {
        let pseudo = try Pseudoterminal()
        #expect(TerminalProbe(descriptor: pseudo.terminal, environment: ["TERM": "dumb"]) == nil)
        #expect(TerminalProbe(descriptor: pseudo.terminal, environment: [:]) == nil)
        let null = open("/dev/null", O_RDWR)
        defer { close(null) }
        #expect(TerminalProbe(descriptor: null, environment: environment) == nil)
        let readOnly = open("/proc/self/fd/\(pseudo.terminal)", O_RDONLY | O_NOCTTY)
        try #require(isatty(readOnly) == 1)
        defer { close(readOnly) }
        #expect(TerminalProbe(descriptor: readOnly, environment: environment) == nil)
    }
}
