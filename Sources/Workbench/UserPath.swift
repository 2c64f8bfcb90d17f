import Glibc

/// Paths as people type them.
package enum UserPath {
    /// The path with a leading `~/` as the home folder.
    package static func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
        return String(cString: home) + path.dropFirst(1)
    }
}
