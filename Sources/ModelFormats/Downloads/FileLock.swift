import Glibc
import Inference

/// Makes sure that one process at a time does something; the operating system releases the lock when a process ends, however it ends.
enum FileLock {
    /// Runs `body` while nobody else holds the lock file at `path`, calling `waiting` ten times a second until then.
    ///
    /// - Throws: ``AssetError``, ``RunCancelled``, and what `body` throws.
    static func hold(_ path: String, control: RunControl, waiting: () -> Void, _ body: () throws -> Void) throws {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
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
