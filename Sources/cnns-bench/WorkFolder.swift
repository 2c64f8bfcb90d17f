import Foundation

/// A folder for what a measurement writes on its way; it goes with this value.
final class WorkFolder {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "cnns-bench-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw PeerError.start("mkdtemp", reason: String(cString: strerror(errno))) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
