import Foundation
import Inference
import ModelFormats
import TestSupport
import Testing

private let body = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }

/// Downloads that break off, against a server that does what it is told to.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ResumingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func cache(stallTimeoutInSeconds: Int = 30) -> AssetCache {
        AssetCache(folder: folder.path, allowsHTTP: true, stallTimeoutInSeconds: stallTimeoutInSeconds)
    }

    private func asset(_ server: LoopbackServer) -> Asset {
        Asset(
            fileName: "weights.bin", source: .https(server.address("/weights")), sha256: body.withUnsafeBytes(SHA256.hexDigest),
            byteCount: body.count, license: "none")
    }

    /// The beginning of the file, announced as the whole.
    private static func begun(_ count: Int, _ headers: String, stalls: Bool = false) -> LoopbackServer.Answer {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\(headers)\r\n\r\n"
        return LoopbackServer.Answer(bytes: Array(head.utf8) + body.prefix(count), stalls: stalls)
    }

    /// The rest from where the request wants it.
    private static func rest(_ request: LoopbackServer.Request, tag: String = "\"a\"", bytes: [UInt8] = body) -> LoopbackServer.Answer {
        let start = request.header("Range").flatMap { Int($0.dropFirst("bytes=".count).dropLast()) } ?? 0
        let head = "HTTP/1.1 206 Partial Content\r\nContent-Length: \(body.count - start)\r\nETag: \(tag)"
        return .raw("\(head)\r\nContent-Range: bytes \(start)-\(body.count - 1)/\(body.count)", body: Array(bytes[start...]))
    }

    @Test(arguments: ["ETag: \"a\"", "Last-Modified: Sun, 22 Nov 2026 10:00:00 GMT"])
    func `what breaks off goes on where it ended`(header: String) throws {
        let server = try LoopbackServer { $0.number == 0 ? Self.begun(2000, header) : Self.rest($0) }
        #expect(try cache().file(of: asset(server)).contents.copiedBytes == body)
        #expect(server.requests.map { $0.header("Range") } == [nil, "bytes=2000-"])
        #expect(server.requests.last?.header("If-Range") == String(header.split(separator: " ", maxSplits: 1)[1]))
        #expect(folder.contents == ["weights.bin"])
    }

    @Test(arguments: ["X: none", "ETag: W/\"a\""]) func `without a sure mark of the file nothing is gone on with`(header: String) throws {
        let server = try LoopbackServer { _ in Self.begun(2000, header) }
        #expect(throws: AssetError.self) { try cache().file(of: asset(server)) }
        #expect(server.requests.count == 1)
        #expect(folder.contents.isEmpty)
    }

    @Test func `a cancelled download is gone on with by the next`() throws {
        let server = try LoopbackServer { $0.number == 0 ? Self.begun(2000, "ETag: \"a\"", stalls: true) : Self.rest($0) }
        let control = RunControl()
        #expect(throws: RunCancelled.self) {
            try cache().file(of: asset(server), control: control) { if $0.receivedByteCount == 2000 { control.cancel() } }
        }
        #expect(folder.contents == [".fetching", ".fetching/weights.bin.partial", ".fetching/weights.bin.partial.validator"])
        var shares: [Double] = []
        #expect(try cache().file(of: asset(server)) { $0.share.map { shares.append($0) } }.contents.copiedBytes == body)
        #expect(server.requests.last?.header("Range") == "bytes=2000-")
        #expect(folder.contents == ["weights.bin"])
    }

    @Test func `a server that stalls is left, and asked for the rest`() throws {
        let server = try LoopbackServer { $0.number == 0 ? Self.begun(2000, "ETag: \"a\"", stalls: true) : Self.rest($0) }
        #expect(try cache(stallTimeoutInSeconds: 1).file(of: asset(server)).contents.copiedBytes == body)
        #expect(server.requests.count == 2)
    }

    @Test func `a server that ignores the question for the rest sends the whole`() throws {
        let whole = LoopbackServer.Answer.raw("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\nETag: \"b\"", body: body)
        let server = try LoopbackServer { $0.number == 0 ? Self.begun(2000, "ETag: \"a\"") : whole }
        #expect(try cache().file(of: asset(server)).contents.copiedBytes == body)
        #expect(server.requests.count == 2)
        #expect(folder.contents == ["weights.bin"])
    }

    @Test(arguments: [
        ("no such part", LoopbackServer.Answer.raw("HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0")),
        (
            "another part",
            .raw("HTTP/1.1 206 Partial Content\r\nContent-Length: 4\r\nContent-Range: bytes 7-10/5000", body: [1, 2, 3, 4])
        ),
        ("a part without its place", .raw("HTTP/1.1 206 Partial Content\r\nContent-Length: 4", body: [1, 2, 3, 4])),
    ]) func `a wrong answer to the question for the rest begins anew`(what: String, answer: LoopbackServer.Answer) throws {
        let server = try LoopbackServer { request in
            request.number == 0 ? Self.begun(2000, "ETag: \"a\"") : request.number == 1 ? answer : .ok(body)
        }
        #expect(try cache().file(of: asset(server)).contents.copiedBytes == body)
        #expect(server.requests.map { $0.header("Range") } == [nil, "bytes=2000-", nil])
        #expect(folder.contents == ["weights.bin"])
    }

    @Test func `a rest that does not belong to the beginning is found out, and all is fetched anew`() throws {
        let other = body.map { $0 &+ 1 }
        let server = try LoopbackServer { request in
            request.number == 0 ? Self.begun(2000, "ETag: \"a\"") : request.number == 1 ? Self.rest(request, bytes: other) : .ok(body)
        }
        #expect(try cache().file(of: asset(server)).contents.copiedBytes == body)
        #expect(server.requests.count == 3)
        #expect(folder.contents == ["weights.bin"])
    }

    @Test func `a server that always breaks off is given up, and what has come stays`() throws {
        let server = try LoopbackServer { request in
            guard request.number > 0 else { return Self.begun(100, "ETag: \"a\"") }
            var answer = Self.rest(request)
            answer.bytes.removeLast(body.count - 100 * (request.number + 1))
            return answer
        }
        #expect(throws: AssetError.self) { try cache().file(of: asset(server)) }
        #expect(server.requests.count == 4)
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/.fetching/weights.bin.partial")).count == 400)
    }

    @Test func `a mark with a line break in it is never sent`() throws {
        try folder.write(Array(body.prefix(10)), to: ".fetching/weights.bin.partial")
        try folder.write(Array("\"a\"\r\nX-Injected: yes".utf8), to: ".fetching/weights.bin.partial.validator")
        let server = try LoopbackServer(["/weights": .ok(body)])
        #expect(try cache().file(of: asset(server)).contents.copiedBytes == body)
        #expect(server.requests.first?.header("X-Injected") == nil)
        #expect(server.requests.first?.header("Range") == nil)
    }

    // MARK: - Mirrors and no network

    @Test(arguments: ["", "/"]) func `a mirror is asked for the file by its name`(ending: String) throws {
        let server = try LoopbackServer(["/mirror/weights-1.bin": .ok(body)])
        let cache = AssetCache(folder: folder.path, allowsHTTP: true, mirror: server.address("/mirror\(ending)"))
        let asset = Asset(
            fileName: "weights.bin", source: .https("https://weights.invalid/models/weights-1.bin"),
            sha256: body.withUnsafeBytes(SHA256.hexDigest), byteCount: body.count, license: "none")
        #expect(try cache.file(of: asset).contents.copiedBytes == body)
    }

    @Test(arguments: ["http://127.0.0.1/", "file:///tmp", "mirror.example", ""]) func `a mirror without encryption is refused`(
        mirror: String
    ) throws {
        let asset = Asset(fileName: "weights.bin", source: .https("https://weights.invalid/w"), sha256: "00000000", license: "none")
        #expect(throws: AssetError.mirror(mirror)) { try AssetCache(folder: folder.path, mirror: mirror).file(of: asset) }
    }

    @Test func `offline nothing is fetched, and what is here is used`() throws {
        let server = try LoopbackServer(["/weights": .ok(body)])
        let offline = AssetCache(folder: folder.path, allowsHTTP: true, isOffline: true)
        #expect(throws: AssetError.offline(name: "weights.bin", source: server.address("/weights"))) { try offline.file(of: asset(server)) }
        #expect(server.requests.isEmpty)
        _ = try cache().file(of: asset(server))
        #expect(try offline.file(of: asset(server)).contents.copiedBytes == body)
    }
}
