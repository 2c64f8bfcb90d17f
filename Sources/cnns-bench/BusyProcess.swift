import Glibc

/// A process of usual priority that keeps one core busy, as somebody else's program would.
///
/// It ends with this value at the latest, and by itself as soon as the process that started it is gone, however that went.
final class BusyProcess {
    private var process = pid_t()

    /// - Throws: ``PeerError`` where it does not start.
    init() throws {
        let words = [ownProgram, BusySubcommand.name, String(getpid())]
        let arguments = words.map { strdup($0) }
        defer { arguments.forEach { free($0) } }
        let code = posix_spawn(&process, "/proc/self/exe", nil, nil, arguments + [nil], environ)
        guard code == 0 else { throw PeerError.start("busy", reason: String(cString: strerror(code))) }
    }

    deinit {
        kill(process, SIGKILL)
        while waitpid(process, nil, 0) < 0, errno == EINTR {}
    }

    /// The seconds of a processor that it has had until now; `nil` where the system does not say.
    var processorSeconds: Double? {
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}

/// The path of this program.
var ownProgram: String {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    return count > 0 ? String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) : CommandLine.arguments[0]
}
