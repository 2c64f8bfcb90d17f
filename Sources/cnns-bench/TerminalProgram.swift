import Foundation

/// A program at a terminal of its own, whose keys are pressed here: for the time from a key to what the screen shows of it.
final class TerminalProgram {
    enum Failure: Error, CustomStringConvertible {
        case cannotStart(String)
        case notShown(String)

        var description: String {
            switch self {
            case .cannotStart(let reason): "cannot start the program at a terminal: \(reason)"
            case .notShown(let text): "expected '\(text)' on the terminal"
            }
        }
    }

    private let terminal: Int32
    private var process: pid_t = 0
    /// What was shown and not looked at yet.
    private var shown: [UInt8] = []

    init(_ arguments: [String], environment: [String: String]) throws {
        var (leader, follower): (Int32, Int32) = (-1, -1)
        var size = winsize(ws_row: 50, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&leader, &follower, nil, nil, &size) == 0 else { throw Failure.cannotStart("no pseudo-terminal") }
        terminal = leader
        defer { close(follower) }
        guard let path = ttyname(follower) else { throw Failure.cannotStart("the terminal has no name") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, 0x80)  // POSIX_SPAWN_SETSID, which the C library hides from Swift
        var argv = arguments.map { strdup($0) } + [nil]
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var envp = all.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        let failure = posix_spawn(&process, arguments[0], &actions, &attributes, &argv, &envp)
        guard failure == 0 else { throw Failure.cannotStart(String(cString: strerror(failure))) }
    }

    deinit {
        if process > 0 {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        close(terminal)
    }

    /// Presses keys and waits until a text was written after them.
    ///
    /// - Returns: Milliseconds from the first key to the last byte of the text.
    func press(_ keys: String, until text: String) throws -> Double {
        shown = []
        let start = ContinuousClock.now
        let bytes = Array(keys.utf8)
        guard write(terminal, bytes, bytes.count) == bytes.count else { throw Failure.notShown(text) }
        try expect(text)
        return (ContinuousClock.now - start) / .milliseconds(1)
    }

    /// Reads what is still being written, until nothing comes for a while.
    func settle() {
        var chunk = [UInt8](repeating: 0, count: 65536)
        var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, 10) > 0, read(terminal, &chunk, chunk.count) > 0 {}
    }

    /// Waits until a text was written.
    func expect(_ text: String) throws {
        let wanted = Data(text.utf8)
        var chunk = [UInt8](repeating: 0, count: 65536)
        while Data(shown).range(of: wanted) == nil {
            var request = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 30_000) > 0 else { throw Failure.notShown(text) }
            let count = read(terminal, &chunk, chunk.count)
            guard count > 0 else { throw Failure.notShown(text) }
            shown += chunk[..<count]
        }
    }
}
