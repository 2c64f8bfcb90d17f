import CDownloads
import Glibc
import Inference

/// A program that runs beside ours, found in `PATH`, without a shell between.
struct ChildProcess {
    private let identifier: pid_t

    /// Starts `arguments[0]` in `folder`; what it writes goes to `logPath`, and it reads nothing.
    ///
    /// It leads a process group of its own, so that Ctrl-C at the terminal reaches it only through ``stop()``.
    ///
    /// - Throws: ``FileError/notFound(path:)`` where there is no such program.
    init(_ arguments: [String], in folder: String, environment: [String: String], logPath: String) throws(FileError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, logPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        cdownloads_spawn_in_folder(&actions, folder)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)

        let argumentPointers = arguments.map { strdup($0) } + [nil]
        let environmentPointers = Self.environment(with: environment).map { strdup($0) } + [nil]
        defer { (argumentPointers + environmentPointers).forEach { free($0) } }
        var started: pid_t = 0
        let code = posix_spawnp(&started, arguments[0], &actions, &attributes, argumentPointers, environmentPointers)
        guard code == 0 else { throw FileError(code: code, path: arguments[0], action: "run") }
        identifier = started
    }

    /// Our own environment with some variables set otherwise, as `NAME=value`.
    private static func environment(with changes: [String: String]) -> [String] {
        var result = changes.map { "\($0)=\($1)" }
        var entry = environ
        while let text = entry.pointee {
            let line = String(cString: text)
            if changes[String(line.prefix { $0 != "=" })] == nil { result.append(line) }
            entry += 1
        }
        return result
    }

    /// Waits for the end, calling `tick` ten times a second; stops the process once the run is cancelled or `tick` throws.
    ///
    /// - Returns: the exit status, or 128 and the signal's number.
    func wait(control: RunControl, tick: () throws -> Void) throws -> Int {
        var status: Int32 = 0
        while true {
            let result = waitpid(identifier, &status, WNOHANG)
            if result == identifier { break }
            if result < 0, errno != EINTR { return 127 }
            do {
                try control.checkCancellation()
                try tick()
            } catch {
                stop()
                throw error
            }
            usleep(100_000)
        }
        let signal = Int(status & 0x7F)
        return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
    }

    /// Ends the process and those that it started.
    private func stop() {
        kill(-identifier, SIGKILL)
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    }
}
