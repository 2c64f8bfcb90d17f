import Glibc

/// Files of which no more is read than is asked for.
package enum BoundedFile {
    /// The first bytes of a file, at most `limit`; `nil` where there is none to read.
    package static func bytes(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 14)
        while bytes.count < limit {
            let got = read(descriptor, &piece, min(piece.count, limit - bytes.count))
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { return nil }
            if got == 0 { break }
            bytes += piece[..<got]
        }
        return bytes
    }
}

extension TunedConvolutions {
    /// What measurements are true of: the processor's name, and the size of blocks.
    package static var machine: String {
        let lines = BoundedFile.bytes(of: "/proc/cpuinfo", limit: 1 << 20).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") || $0.hasPrefix("CPU part") }
        let name = model?.split(separator: ":").last.map { $0.drop { $0 == " " } } ?? "unknown processor"
        return "\(name), blocks of \(MapBuffer.blockSize)"
    }
}
