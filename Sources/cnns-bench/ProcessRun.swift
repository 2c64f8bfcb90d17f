import Glibc

/// A whole process, from its start to its end.
struct ProcessRun {
    let seconds: Double
    /// The most memory it held at once, in megabytes (10⁶ bytes).
    let peakMegabytes: Double

    /// Runs a program with its output thrown away, and waits for it.
    ///
    /// - Throws: ``PeerError`` where it does not start, or ends with another status than 0.
    init(_ arguments: [String]) throws {
        let name = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        let words = arguments.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var process = pid_t()
        let start = ContinuousClock.now
        let code = posix_spawnp(&process, name, &actions, nil, words + [nil], environ)
        guard code == 0 else { throw PeerError.start(name, reason: String(cString: strerror(code))) }
        var (status, usage) = (Int32(0), rusage())
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw PeerError.start(name, reason: String(cString: strerror(errno))) }
        }
        seconds = (ContinuousClock.now - start) / .seconds(1)
        // The kernel counts in units of 1024 bytes.
        peakMegabytes = Double(usage.ru_maxrss) * 1024 / 1e6
        let command = arguments.prefix(2).joined(separator: " ")
        // The lowest seven bits are the signal that ended the process, the second byte its own status.
        guard status & 0x7F == 0 else { throw PeerError.signal(command, status & 0x7F) }
        guard status == 0 else { throw PeerError.status(command, status >> 8 & 0xFF) }
    }
}
