import Foundation
import Glibc
import Synchronization

/// A server on our own machine that answers every request for a path with the bytes it was given, status line and all, and closes.
final class LoopbackServer: Sendable {
    /// What the server sends for a request.
    struct Answer: Sendable {
        var bytes: [UInt8]
        /// Leaves the connection open and says nothing more, until the other side goes.
        var stalls = false

        /// An answer with a true length.
        static func ok(_ body: [UInt8]) -> Answer {
            Answer(bytes: Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
        }

        /// An answer of any status line and headers.
        static func raw(_ head: String, body: [UInt8] = []) -> Answer { Answer(bytes: Array("\(head)\r\n\r\n".utf8) + body) }
    }

    let port: UInt16
    private let descriptor: Int32

    private final class RequestLog: Sendable {
        let paths = Mutex<[String]>([])
    }

    private let log = RequestLog()

    /// The paths that were asked for, in order.
    var requestedPaths: [String] { log.paths.withLock { $0 } }

    init(_ answers: [String: Answer]) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isOpen = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && listen(descriptor, 8) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isOpen else { throw Failure.cannotListen }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        // Threads of its own: those of the tests may all be waiting for an answer.
        Thread.detachNewThread { [log] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread {
                    Self.serve(connection, answers) { path in log.paths.withLock { $0.append(path) } }
                    close(connection)
                }
            }
        }
    }

    deinit { stop() }

    func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers nothing any more.
    func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    enum Failure: Error { case cannotListen }

    private static func serve(_ connection: Int32, _ answers: [String: Answer], note: (String) -> Void) {
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            request += buffer[..<count]
        }
        let path = String(decoding: request, as: UTF8.self).split(separator: " ").dropFirst().first.map(String.init) ?? ""
        note(path)
        let answer = answers[path] ?? .raw("HTTP/1.1 404 Not Found\r\nContent-Length: 0")
        var sent = 0
        while sent < answer.bytes.count {
            let count = answer.bytes.withUnsafeBytes {
                send(connection, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
        if answer.stalls { _ = recv(connection, &buffer, 1, 0) }
    }
}
