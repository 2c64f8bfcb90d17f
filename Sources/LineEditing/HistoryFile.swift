import Glibc

/// The statements of earlier sessions: one a line, with line feeds and backslashes spelled out so that one of several lines survives.
///
/// Each entry is appended by one write, so sessions that run at the same time interleave whole entries. A file that has grown beyond
/// twice the limit is rewritten beside itself and renamed into place.
package struct HistoryFile: Sendable {
    package let path: String
    package let limit: Int
    /// Longer statements are not kept.
    private static let entryLimitInBytes = 1 << 16
    private static let fileLimitInBytes = 1 << 26

    package init(path: String, limit: Int = 2000) {
        self.path = path
        self.limit = limit
    }

    /// `$XDG_STATE_HOME/PROGRAM/history`, or under `~/.local/state`; nil when there is no home either.
    package static func standard(program: String, environment: (String) -> String?) -> HistoryFile? {
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return HistoryFile(path: "\(state)/\(program)/history") }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return HistoryFile(path: "\(home)/.local/state/\(program)/history")
    }

    /// The entries, oldest first; none when the file cannot be read.
    package func load() -> [String] {
        guard let bytes = readBytes() else { return [] }
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let entries = lines.suffix(limit).map { Self.unescaped(String(decoding: $0, as: UTF8.self)) }
        if lines.count > 2 * limit { rewrite(entries) }
        return entries
    }

    /// Adds an entry at the end. A history that cannot be written is no reason to stop: nothing is thrown.
    package func append(_ entry: String) {
        guard !entry.isEmpty, entry.utf8.count <= Self.entryLimitInBytes else { return }
        makeFolders()
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        _ = Self.write(Self.escaped(entry) + "\n", to: descriptor)
    }

    static func escaped(_ entry: String) -> String {
        var result = ""
        for scalar in entry.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\0": continue
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func unescaped(_ line: String) -> String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in line.unicodeScalars where scalar != "\0" {
            if isEscaped {
                result.append(scalar == "n" ? "\n" : scalar == "r" ? "\r" : scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private func rewrite(_ entries: [String]) {
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isWritten = Self.write(entries.map { Self.escaped($0) + "\n" }.joined(), to: descriptor)
        close(descriptor)
        if !isWritten || rename(temporary, path) != 0 { unlink(temporary) }
    }

    private func readBytes() -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.fileLimitInBytes else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled) }
            guard count > 0 else { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    private func makeFolders() {
        var slash = path.startIndex
        while let next = path[path.index(after: slash)...].firstIndex(of: "/") {
            mkdir(String(path[..<next]), 0o700)
            slash = next
        }
    }

    private static func write(_ text: String, to descriptor: Int32) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }
}
