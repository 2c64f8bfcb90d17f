import Glibc

/// A directory of the cache.
struct Folder {
    let path: String

    /// The directory at `path`, made if need be, with those above it.
    init(creating path: String) throws(FileError) {
        self.path = path
        var partial = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            partial += partial.isEmpty || partial == "/" ? part : "/\(part)"
            if mkdir(partial, 0o755) != 0, errno != EEXIST { throw FileError(code: errno, path: partial, action: "make") }
        }
    }

    /// The path of a file in the directory.
    func path(of name: String) -> String { "\(path)/\(name)" }

    /// What is in the directory, without `.` and `..`.
    var names: [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Bytes of all files in the directory and below.
    var byteCount: Int { Self.byteCount(at: path, depth: 0) }

    private static func byteCount(at path: String, depth: Int) -> Int {
        var status = stat()
        guard lstat(path, &status) == 0 else { return 0 }
        guard status.st_mode & S_IFMT == S_IFDIR, depth < 8 else { return Int(status.st_size) }
        return Folder(existing: path).names.reduce(0) { $0 + byteCount(at: "\(path)/\($1)", depth: depth + 1) }
    }

    private init(existing path: String) { self.path = path }

    /// Removes the directory with all that is in it; links are removed, not followed.
    func remove() { Self.remove(at: path) }

    private static func remove(at path: String) {
        if unlink(path) == 0 { return }
        for name in Folder(existing: path).names { remove(at: "\(path)/\(name)") }
        rmdir(path)
    }
}

extension Folder {
    /// The size of the regular file at `path`, or `nil` where there is none; links are not followed.
    static func regularFileByteCount(at path: String) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}

extension Folder {
    /// Writes a new file at `path`, in the place of one that is there; links are not followed.
    static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileError(code: errno, path: path, action: "write") }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let step = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written) }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { throw FileError(code: errno, path: path, action: "write") }
            written += step
        }
    }
}
