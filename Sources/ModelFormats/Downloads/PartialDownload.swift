import Glibc

/// What has arrived of a file, and what the server would know the whole by, so that a later fetch can go on.
struct PartialDownload {
    let path: String
    private let validatorPath: String

    init(path: String) {
        self.path = path
        validatorPath = "\(path).validator"
    }

    /// Longer than any that servers give.
    private static let longestValidator = 256

    /// The strong ETag or the date that the server gave with the beginning; `nil` where there is no going on.
    var validator: String? {
        guard let count = Folder.regularFileByteCount(at: validatorPath), (1...Self.longestValidator).contains(count),
            let bytes = try? MappedFile(path: validatorPath).contents.copiedBytes
        else { return nil }
        return bytes.allSatisfy { (0x20..<0x7F).contains($0) } ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Bytes of the file that a fetch can go on from.
    var byteCount: Int { validator == nil ? 0 : Folder.regularFileByteCount(at: path) ?? 0 }

    /// Remembers what the server knows the whole by, or that it cannot be gone on with.
    func remember(validator: String) throws(FileError) {
        if validator.isEmpty { unlink(validatorPath) } else { try Folder.write(Array(validator.utf8), to: validatorPath) }
    }

    /// The file, open for writing; emptied where there is no going on.
    func open() throws(FileError) -> Int32 {
        let keeps = byteCount > 0
        if !keeps { discard() }
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (keeps ? 0 : O_EXCL)
        let descriptor = Glibc.open(path, flags, 0o644)
        guard descriptor >= 0 else { throw FileError(code: errno, path: path, action: "write") }
        return descriptor
    }

    func discard() {
        unlink(path)
        unlink(validatorPath)
    }
}
