import Glibc

/// Why a file cannot be read or written.
package enum FileError: Error, Equatable {
    case notFound(path: String)
    case notPermitted(path: String)
    /// A directory, a pipe or a device stands where a file is expected.
    case notRegular(path: String)
    /// Somebody has made the file shorter while it was being read.
    case cutShort(path: String)
    /// Any other refusal of the operating system, in its own words.
    case system(path: String, action: String, reason: String)
}

extension FileError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notFound(let path): "no file '\(path)'"
        case .notPermitted(let path): "no permission to read '\(path)'"
        case .notRegular(let path): "expected a file, '\(path)' is a directory or a device"
        case .cutShort(let path): "'\(path)' was cut short while it was being read"
        case .system(let path, let action, let reason): "cannot \(action) '\(path)': \(reason)"
        }
    }
}

extension FileError {
    /// The error for a value of `errno` that a call on `path` left behind.
    package init(code: Int32, path: String, action: String) {
        switch code {
        case ENOENT, ENOTDIR: self = .notFound(path: path)
        case EACCES, EPERM: self = .notPermitted(path: path)
        case EISDIR: self = .notRegular(path: path)
        default: self = .system(path: path, action: action, reason: String(cString: strerror(code)).lowercased())
        }
    }
}
