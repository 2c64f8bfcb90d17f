import Foundation
import TerminalGraphics
import Testing

/// With a pseudo-terminal of which the test is the terminal.
@Suite(.serialized) final class FramePacerTests {
    private let leader: Int32
    private let follower: Int32

    init() throws {
        var ends: (Int32, Int32) = (-1, -1)
        try #require(openpty(&ends.0, &ends.1, nil, nil, nil) == 0)
        (leader, follower) = ends
    }

    deinit {
        close(leader)
        close(follower)
    }

    private func read() -> String {
        var buffer = [UInt8](repeating: 0, count: 1024)
        let count = Glibc.read(leader, &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    }

    private func type(_ text: String) {
        _ = write(leader, text, text.utf8.count)
    }

    /// Whether a frame becomes due, sooner or later.
    private func becomesDue(_ pacer: FramePacer) -> Bool {
        let deadline = Date().addingTimeInterval(20)
        while Date() < deadline {
            if pacer.isDue { return true }
            poll(nil, 0, 5)
        }
        return false
    }

    private var isEchoing: Bool {
        var attributes = termios()
        tcgetattr(follower, &attributes)
        return attributes.c_lflag & tcflag_t(ECHO | ICANON) != 0
    }

    @Test func `the next frame is due when the terminal has answered`() throws {
        let pacer = try #require(FramePacer(terminal: follower))
        #expect(!isEchoing)
        #expect(pacer.isDue)
        pacer.beginFrame()
        pacer.endFrame()
        #expect(read() == "\u{1B}[5n")
        #expect(!pacer.isDue)
        type("ab\u{1B}[0nc\u{1B}[A")
        #expect(becomesDue(pacer))
        #expect(String(decoding: pacer.end(), as: UTF8.self) == "abc\u{1B}[A")
        #expect(isEchoing)
    }

    @Test func `a terminal that does not answer gets frames nevertheless, and is asked no more`() throws {
        let pacer = try #require(FramePacer(terminal: follower))
        pacer.beginFrame()
        pacer.endFrame()
        #expect(read() == "\u{1B}[5n")
        #expect(becomesDue(pacer))
        pacer.beginFrame()
        pacer.endFrame()
        #expect(becomesDue(pacer))
        #expect(pacer.end().isEmpty)
        type("x\n")
        #expect(isEchoing)
    }

    @Test func `an answer that comes at the end is not left to whoever reads next`() throws {
        let pacer = try #require(FramePacer(terminal: follower))
        pacer.beginFrame()
        pacer.endFrame()
        type("\u{1B}[0n")
        #expect(pacer.end().isEmpty)
        var waiting = pollfd(fd: follower, events: Int16(POLLIN), revents: 0)
        #expect(poll(&waiting, 1, 0) == 0)
    }
}
