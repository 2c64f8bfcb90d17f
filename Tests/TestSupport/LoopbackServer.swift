import Foundation
import Glibc
import Synchronization

/// A server on our own machine that answers every request with the bytes it was given for it, status line and all, and closes.
package final class LoopbackServer: Sendable {
    /// What somebody asked for.
    package struct Request: Sendable {
        /// The method, `GET` or a proxy's `CONNECT`.
        package let method: String
        /// The path, or what else stands in its place.
        package let path: String
        /// The request's lines, the first one included.
        package let lines: [String]
        /// How many requests there were before.
        package let number: Int

        /// The value of a header.
        package func header(_ name: String) -> String? {
            lines.dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }.map { String($0.dropFirst(name.count + 2)) }
        }
    }

    /// What the server sends for a request.
    package struct Answer: Sendable {
        package var bytes: [UInt8]
        /// Leaves the connection open and says nothing more, until the other side goes.
        package var stalls = false

        package init(bytes: [UInt8], stalls: Bool = false) {
            self.bytes = bytes
            self.stalls = stalls
        }

        /// An answer with a true length.
        package static func ok(_ body: [UInt8]) -> Answer {
            Answer(bytes: Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body)
        }

        /// An answer of any status line and headers.
        package static func raw(_ head: String, body: [UInt8] = []) -> Answer { Answer(bytes: Array("\(head)\r\n\r\n".utf8) + body) }
    }

    package let port: UInt16
    private let descriptor: Int32

    private final class RequestLog: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private let log = RequestLog()

    /// The paths that were asked for, in order.
    package var requestedPaths: [String] { requests.map(\.path) }

    /// What was asked for, in order.
    package var requests: [Request] { log.requests.withLock { $0 } }

    /// Answers by path; any other path is not found.
    package convenience init(_ answers: [String: Answer]) throws {
        try self.init { answers[$0.path] ?? .raw("HTTP/1.1 404 Not Found\r\nContent-Length: 0") }
    }

    package init(answering answer: @escaping @Sendable (Request) -> Answer) throws {
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
                    Self.serve(connection, answer) { make in
                        log.requests.withLock { requests in
                            requests.append(make(requests.count))
                            return requests[requests.count - 1]
                        }
                    }
                    close(connection)
                }
            }
        }
    }

    deinit { stop() }

    package func address(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers nothing any more.
    package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    enum Failure: Error { case cannotListen }

    private static func serve(_ connection: Int32, _ answer: (Request) -> Answer, note: ((Int) -> Request) -> Request) {
        var request: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            request += buffer[..<count]
        }
        let lines = String(decoding: request, as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count >= 2 else { return }
        let answer = answer(note { Request(method: words[0], path: words[1], lines: lines, number: $0) })
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
