import Glibc
import Language

/// Reads scripts from disk.
package enum ScriptFile {
    /// Why a script cannot be read.
    package enum Failure: Error, CustomStringConvertible {
        case cannotOpen(path: String, reason: String)
        case isNoFile(path: String)
        case tooLong(path: String, limit: Int)

        package var description: String {
            switch self {
            case .cannotOpen(let path, let reason): "cannot read '\(path)': \(reason)"
            case .isNoFile(let path): "expected a file, found the directory '\(path)'"
            case .tooLong(let path, let limit): "expected a script of at most \(limit >> 20) MiB, found more in '\(path)'"
            }
        }
    }

    /// The bytes of a file; pipes and devices are read up to the limit too.
    package static func read(_ path: String, byteLimit: Int = SourceText.byteLimit) throws(Failure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: reason(errno)) }
        defer { close(descriptor) }
        return try read(descriptor, path: path, byteLimit: byteLimit)
    }

    /// The bytes of an open file, up to the limit of a script.
    package static func read(_ descriptor: Int32, path: String, byteLimit: Int = SourceText.byteLimit) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &part, part.count)
            if count < 0 {
                if errno == EINTR { continue }
                if errno == EISDIR { throw .isNoFile(path: path) }
                throw .cannotOpen(path: path, reason: reason(errno))
            }
            if count == 0 { return bytes }
            bytes += part[..<count]
            if bytes.count > byteLimit { throw .tooLong(path: path, limit: byteLimit) }
        }
    }

    /// A path as typed, or the file of that name beside the script that asks for it where the former does not exist.
    static func path(for typed: String, besides script: String) -> String {
        let typed = UserPath.expanded(typed)
        guard !typed.hasPrefix("/"), access(typed, R_OK) != 0, let slash = script.lastIndex(of: "/") else { return typed }
        let sibling = script[...slash] + typed
        return access(String(sibling), R_OK) == 0 ? String(sibling) : typed
    }

    private static func reason(_ code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
