import Glibc

/// What tmux says of itself and of the terminal around it.
///
/// Source: tmux(1), "FORMATS": client_termtype, client_termname; "allow-passthrough".
package struct TmuxSurroundings: Sendable, Equatable {
    /// What the terminal outside answered to XTVERSION, such as `kitty(0.35.2)`; empty if it did not.
    package let outerName: String
    /// The outer terminal's TERM.
    package let outerTerm: String
    /// Whether pictures are handed on: `allow-passthrough`.
    package let passesThrough: Bool

    /// Reads what `tmux display-message` printed: three lines; nil for anything else.
    package init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).prefix(4).map(String.init)
        guard lines.count >= 3 else { return nil }
        func printable(_ line: String) -> String {
            String(decoding: line.utf8.prefix(64).filter { (0x20..<0x7F).contains($0) }, as: UTF8.self)
        }
        outerName = printable(lines[0])
        outerTerm = printable(lines[1])
        passesThrough = ["1", "on", "2", "all"].contains(lines[2])
    }

    /// Asks the tmux that this process runs in; nil if there is none, or no answer in time.
    package static func ask(environment: [String: String]) -> TmuxSurroundings? {
        guard environment["TMUX"]?.isEmpty == false else { return nil }
        let format = "#{client_termtype}\n#{client_termname}\n#{allow-passthrough}\n"
        return output(of: ["tmux", "display-message", "-p", format]).flatMap(Self.init)
    }

    /// How long the answer is waited for, in milliseconds.
    private static let timeLimit = 500
    private static let longestOutput = 4096

    private static func output(of arguments: [String]) -> String? {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        defer { close(ends[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        let words = arguments.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let isStarted = posix_spawnp(&process, arguments[0], &actions, nil, words + [nil], environ) == 0
        close(ends[1])
        guard isStarted else { return nil }
        let bytes = read(ends[0])
        if bytes == nil { kill(process, SIGKILL) }
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
        return bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// All that comes until the other end closes; nil if it does not in time.
    private static func read(_ descriptor: Int32) -> [UInt8]? {
        let begin = MonotonicTime.now
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while bytes.count < longestOutput {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, Int32(max(timeLimit - begin.elapsedMilliseconds, 0)))
            if ready < 0, errno == EINTR { continue }
            guard ready > 0 else { return nil }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
        return nil
    }
}
