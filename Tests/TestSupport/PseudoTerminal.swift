import Foundation

/// A program running at a terminal that a test plays: what it writes is followed and its questions answered, keys are typed.
///
/// Used from one test at a time. The program is killed when the last reference goes.
package final class PseudoTerminal {
    package enum Failure: Error, CustomStringConvertible {
        case cannotStart(String)
        case notSeen(String, tail: String)
        case stillRunning(tail: String)

        package var description: String {
            switch self {
            case .cannotStart(let reason): "cannot start the program: \(reason)"
            case .notSeen(let text, let tail): "expected '\(text)' on the terminal, found \(tail.debugDescription)"
            case .stillRunning(let tail): "expected the program to end, found it running after \(tail.debugDescription)"
            }
        }
    }

    /// Keys that are no characters.
    package enum Key: String, Sendable {
        case enter = "\r"
        case tab = "\t"
        case controlC = "\u{03}"
        case controlD = "\u{04}"
        case controlR = "\u{12}"
        case controlZ = "\u{1A}"
        case up = "\u{1B}[A"
        case controlBackslash = "\u{1C}"
        case down = "\u{1B}[B"
        case left = "\u{1B}[D"
        case right = "\u{1B}[C"
        case home = "\u{1B}[H"
        case end = "\u{1B}[F"
        case backspace = "\u{7F}"
    }

    /// Everything the program has written.
    package private(set) var transcript: [UInt8] = []
    /// The text of it, without control sequences.
    package private(set) var visibleText: [UInt8] = []
    private var searchStart = 0
    private let role: TerminalRole
    private let descriptor: Int32
    private var process: pid_t = 0
    private var splitter = TerminalStreamSplitter()
    private var isAtEnd = false
    private var attributesAtStart = termios()

    package init(
        _ role: TerminalRole, executable: String, arguments: [String] = [], environment: [String: String] = [:], heightInCells: Int = 24,
        widthInCells: Int = 80
    ) throws {
        self.role = role
        var (leader, follower): (Int32, Int32) = (-1, -1)
        var size = Self.windowSize(heightInCells, widthInCells)
        guard openpty(&leader, &follower, nil, nil, &size) == 0 else { throw Failure.cannotStart("no pseudo-terminal") }
        descriptor = leader
        for end in [leader, follower] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        defer { close(follower) }
        tcgetattr(leader, &attributesAtStart)
        guard let path = ttyname(follower) else { throw Failure.cannotStart("the pseudo-terminal has no name") }
        var variables = ProcessInfo.processInfo.environment.filter { !TerminalRole.betrays($0.key) }
        variables.merge(role.environment) { $1 }
        variables.merge(environment) { $1 }
        process = try Self.spawn([executable] + arguments, variables.map { "\($0)=\($1)" }, at: String(cString: path))
    }

    deinit {
        if process > 0 {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(descriptor)
    }

    /// Types a text, as from a keyboard.
    package func type(_ text: String) {
        send(Array(text.utf8))
    }

    package func press(_ keys: Key...) {
        for key in keys { type(key.rawValue) }
    }

    /// Types a line and Enter.
    package func enter(_ line: String) {
        type(line + Key.enter.rawValue)
    }

    /// Pastes as a terminal with bracketed paste does.
    package func paste(_ text: String) {
        type("\u{1B}[200~" + text + "\u{1B}[201~")
    }

    package func resize(heightInCells: Int, widthInCells: Int) {
        var size = Self.windowSize(heightInCells, widthInCells)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    /// Memory of the program that is there, in megabytes (10⁶ bytes).
    package var residentMegabytes: Double {
        let words = (try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return words.count > 1 ? (Double(words[1]) ?? 0) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1e6 : 0
    }

    package func signal(_ number: Int32) {
        kill(process, number)
    }

    /// Whether the terminal echoes and edits lines itself, as a shell leaves it.
    package var isInLineMode: Bool {
        var attributes = termios()
        tcgetattr(descriptor, &attributes)
        return attributes.c_lflag & tcflag_t(ECHO | ICANON | ISIG) == tcflag_t(ECHO | ICANON | ISIG)
    }

    /// Whether every attribute of the terminal is as it was before the program began, and pastes come in plain again.
    package var isAsFound: Bool {
        var attributes = termios()
        tcgetattr(descriptor, &attributes)
        let isSame = withUnsafeBytes(of: &attributes) { now in
            withUnsafeBytes(of: &attributesAtStart) { before in
                // The bytes behind the control characters are speeds and padding.
                now.prefix(Self.comparedByteCount).elementsEqual(before.prefix(Self.comparedByteCount))
            }
        }
        return isSame && lastIndex(of: "\u{1B}[?2004h") <= lastIndex(of: "\u{1B}[?2004l")
    }

    private static let comparedByteCount = 4 * MemoryLayout<tcflag_t>.size + 1 + Int(NCCS)

    private func lastIndex(of sequence: String) -> Int {
        let wanted = Array(sequence.utf8)
        guard transcript.count >= wanted.count else { return -1 }
        return (0...(transcript.count - wanted.count)).last { transcript[$0...].starts(with: wanted) } ?? -1
    }

    /// Waits until the text is shown after what was expected before; returns what was shown up to its end.
    @discardableResult
    package func expect(_ text: String, within seconds: Double = 30) throws -> String {
        let wanted = Array(text.utf8)
        let deadline = Date().addingTimeInterval(seconds)
        while true {
            if let end = Self.firstEnd(of: wanted, in: visibleText[searchStart...]) {
                let shown = String(decoding: visibleText[searchStart..<end], as: UTF8.self)
                searchStart = end
                return shown
            }
            guard readSome(until: deadline) else { throw Failure.notSeen(text, tail: tail) }
        }
    }

    /// Waits for the program's end and returns its exit status, 128 and the signal's number when one killed it.
    @discardableResult
    package func waitForExit(within seconds: Double = 30) throws -> Int32 {
        let deadline = Date().addingTimeInterval(seconds)
        while readSome(until: deadline) {}
        guard isAtEnd else { throw Failure.stillRunning(tail: tail) }
        var status: Int32 = 0
        waitpid(process, &status, 0)
        process = 0
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
    }

    private var tail: String { String(decoding: visibleText[searchStart...].suffix(600), as: UTF8.self) }

    /// False when the deadline has passed or the program has closed the terminal.
    private func readSome(until deadline: Date) -> Bool {
        let left = deadline.timeIntervalSinceNow
        guard !isAtEnd, left > 0 else { return false }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, Int32(left * 1000) + 1) > 0 else { return deadline.timeIntervalSinceNow > 0 }
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else {
            isAtEnd = true
            return false
        }
        for byte in chunk[..<count] {
            transcript.append(byte)
            switch splitter.feed(byte) {
            case .text(let byte): visibleText.append(byte)
            case .sequence(let sequence): if let answer = role.answer(to: sequence) { send(answer) }
            case nil: break
            }
        }
        return true
    }

    private func send(_ bytes: [UInt8]) {
        _ = write(descriptor, bytes, bytes.count)
    }

    private static func windowSize(_ heightInCells: Int, _ widthInCells: Int) -> winsize {
        winsize(ws_row: UInt16(heightInCells), ws_col: UInt16(widthInCells), ws_xpixel: 0, ws_ypixel: 0)
    }

    private static func firstEnd(of wanted: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= wanted.count else { return nil }
        return (text.startIndex...(text.endIndex - wanted.count)).first { text[$0...].starts(with: wanted) }.map { $0 + wanted.count }
    }

    /// Starts the program as the leader of a session of its own, whose terminal is at `path`.
    private static func spawn(_ arguments: [String], _ environment: [String], at path: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that a session's leader opens becomes its controlling terminal.
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that run tests block signals, and a program inherits that.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let setSession: Int32 = 0x80  // POSIX_SPAWN_SETSID, which the C library hides from Swift
        posix_spawnattr_setflags(&attributes, Int16(setSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = environment.map { strdup($0) } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard failure == 0 else { throw Failure.cannotStart("\(arguments[0]): \(String(cString: strerror(failure)))") }
        return process
    }
}
