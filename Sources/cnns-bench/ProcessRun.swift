import Foundation

/// A whole process, from its start to its end.
struct ProcessRun {
    let seconds: Double
    /// The most memory it held at once, in megabytes (10⁶ bytes).
    let peakMegabytes: Double
    /// What all its threads took of the processors, for itself and within the system.
    let processorSeconds: Double

    /// Runs a program, and waits for it.
    ///
    /// - Parameters:
    ///   - input: The file that it reads.
    ///   - output: The file that gets what it writes, emptied before; nowhere, where nothing is said.
    /// - Throws: ``PeerError`` where it does not start, or ends with another status than 0.
    init(_ arguments: [String], input: String = "/dev/null", output: String = "/dev/null") throws {
        let name = arguments.first ?? ""
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY | O_NOCTTY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
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
        func inSeconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        processorSeconds = inSeconds(usage.ru_utime) + inSeconds(usage.ru_stime)
        // The kernel counts in units of 1024 bytes.
        peakMegabytes = Double(usage.ru_maxrss) * 1024 / 1e6
        let command = arguments.prefix(2).joined(separator: " ")
        // The lowest seven bits are the signal that ended the process, the second byte its own status.
        guard status & 0x7F == 0 else { throw PeerError.signal(command, status & 0x7F) }
        guard status == 0 else { throw PeerError.status(command, status >> 8 & 0xFF) }
    }
}

extension ProcessRun {
    /// What a subcommand of this program says as JSON, as a process of its own.
    ///
    /// - Throws: ``PeerError`` where it fails, or says something else.
    static func answer<Answer: Decodable>(of arguments: [String], naming subcommand: String) throws -> Answer {
        let folder = try WorkFolder()
        let file = folder.path("answer")
        _ = try ProcessRun([ownProgram, subcommand] + arguments, output: file)
        let bytes = try EncodeOneSubcommand.bytes(of: file)
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(bytes))
        } catch {
            throw PeerError.answer(subcommand, expected: "JSON", found: String(decoding: bytes.prefix(80), as: UTF8.self))
        }
    }
}
