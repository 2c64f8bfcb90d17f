import Glibc
import Inference

/// Makes sure that one process at a time does something; the operating system releases the lock when a process ends, however it ends.
enum FileLock {
    /// How often a folder that others remove is made again.
    private static let attempts = 100

    /// Runs `body` while nobody else holds the lock file `name` in `folder`, calling `waiting` ten times a second until then.
    ///
    /// - Throws: ``AssetError``, ``RunCancelled``, and what `body` throws.
    static func hold(
        _ name: String, in folder: String, control: RunControl, waiting: () -> Void, _ body: () throws -> Void
    ) throws {
        var attempt = 0
        while true {
            let path = try Folder(creating: folder).path(of: name)
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
            // Whoever leaves the folder empty removes it, perhaps just now; with a lock file in it, it stays.
            attempt += 1
            if descriptor < 0, errno == ENOENT, attempt < attempts { continue }
            guard descriptor >= 0 else { throw AssetError.file(FileError(code: errno, path: path, action: "lock")) }
            defer { close(descriptor) }
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                guard errno == EWOULDBLOCK || errno == EINTR else {
                    throw AssetError.file(FileError(code: errno, path: path, action: "lock"))
                }
                try control.checkCancellation()
                waiting()
                usleep(100_000)
            }
            // The holder before us removes the file: then ours is no longer the one that others find.
            guard isStill(descriptor, at: path) else { continue }
            defer { unlink(path) }
            return try body()
        }
    }

    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var ours = stat()
        var found = stat()
        return fstat(descriptor, &ours) == 0 && stat(path, &found) == 0 && ours.st_ino == found.st_ino && ours.st_dev == found.st_dev
    }
}
