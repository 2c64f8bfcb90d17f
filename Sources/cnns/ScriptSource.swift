import Glibc
import Language

/// Where a script comes from.
enum ScriptSource {
    case file(String)
    case standardInput
    /// What `-e` gave.
    case line(String)

    /// What diagnostics call it.
    var name: String {
        switch self {
        case .file(let path): path
        case .standardInput: "standard input"
        case .line: "-e"
        }
    }

    /// The bytes, up to somewhat more than a script may have, so that the rest of an endless input is never read.
    ///
    /// - Throws: `ScriptError` with the system's reason.
    func bytes(limit: Int) throws(ScriptError) -> [UInt8] {
        switch self {
        case .line(let text): return Array(text.utf8)
        case .standardInput: return try Self.bytes(of: STDIN_FILENO, name: name, limit: limit)
        case .file(let path):
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw ScriptError(name: path, code: errno) }
            defer { close(descriptor) }
            return try Self.bytes(of: descriptor, name: path, limit: limit)
        }
    }

    private static func bytes(of descriptor: Int32, name: String, limit: Int) throws(ScriptError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw ScriptError(name: name, code: errno) }
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }
}

/// A script that cannot be read.
struct ScriptError: Error, CustomStringConvertible {
    let name: String
    /// The system's error number.
    let code: Int32

    /// What was perhaps meant for a tool.
    var help: String? {
        let tools = CommandLineProgram.configuration.subcommands.compactMap { $0.configuration.commandName }
        return Suggestion.nearest(to: name, in: tools).map { "did you mean 'cnns \($0)'?" }
    }

    var description: String { "cannot read '\(name)': \(String(cString: strerror(code)).lowercased())" }
}
