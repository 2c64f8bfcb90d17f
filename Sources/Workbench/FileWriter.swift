import Glibc

/// Writes files whole or not at all.
package enum FileWriter {
    /// Why a file was not written.
    package struct Failure: Error, CustomStringConvertible {
        package let path: String
        package let reason: String

        package var description: String { "'\(path)' cannot be written: \(reason)" }
    }

    /// Writes beside the file first and renames it then, so that what was there stays until the new file is complete.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let temporary = "\(path).\(getpid()).tmp"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Failure(path: path, reason: String(cString: strerror(errno))) }
        let failure = writeAll(bytes, to: descriptor)
        let closes = close(descriptor) == 0
        if let failure = failure ?? (closes ? nil : errno) {
            unlink(temporary)
            throw Failure(path: path, reason: String(cString: strerror(failure)))
        }
        guard rename(temporary, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(temporary)
            throw Failure(path: path, reason: reason)
        }
    }

    /// The error number of the first write that failed, or `nil`.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var place = 0
            while place < bytes.count {
                let written = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: place), bytes.count - place)
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { return errno }
                place += written
            }
            return nil
        }
    }
}

extension FileWriter {
    /// Makes the folders that a path leads through where they are missing.
    package static func makeFolder(above path: String) throws(Failure) {
        for end in path.indices.dropFirst() where path[end] == "/" {
            let folder = String(path[..<end])
            guard mkdir(folder, 0o777) == 0 || errno == EEXIST else {
                throw Failure(path: folder, reason: String(cString: strerror(errno)))
            }
        }
    }
}
