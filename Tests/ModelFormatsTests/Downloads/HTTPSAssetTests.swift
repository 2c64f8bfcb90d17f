import Foundation
import Inference
import ModelFormats
import TestSupport
import Testing

private let body = [UInt8]("weights".utf8)

@Suite(.serialized, .timeLimit(.minutes(5))) struct HTTPSAssetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var cache: AssetCache { AssetCache(folder: folder.path, allowsHTTP: true) }

    private func asset(_ address: String, sha256: String = digest(body), byteCount: Int? = body.count) -> Asset {
        Asset(fileName: "weights.bin", source: .https(address), sha256: sha256, byteCount: byteCount, license: "none")
    }

    @Test(arguments: [64, 8]) func `a file is fetched once and used offline after`(digits: Int) throws {
        let server = try LoopbackServer(["/weights": .ok(body)])
        let asset = asset(server.address("/weights"), sha256: String(digest(body).prefix(digits)))
        #expect(!cache.holds(asset))
        #expect(try cache.file(of: asset).contents.copiedBytes == body)
        server.stop()
        #expect(cache.holds(asset))
        #expect(try cache.file(of: asset).contents.copiedBytes == body)
        #expect(server.requestedPaths == ["/weights"])
        #expect(folder.contents == ["weights.bin"])
    }

    @Test func `several files can be fetched at once`() throws {
        let names = (0..<8).map { "weights-\($0).bin" }
        let server = try LoopbackServer(Dictionary(uniqueKeysWithValues: names.map { ("/\($0)", .ok(body)) }))
        let cache = cache
        for _ in 0..<20 {
            DispatchQueue.concurrentPerform(iterations: names.count) { index in
                let name = names[index]
                let asset = Asset(
                    fileName: name, source: .https(server.address("/\(name)")), sha256: digest(body), byteCount: body.count, license: "none"
                )
                #expect(throws: Never.self) { try cache.file(of: asset) }
            }
            #expect(folder.contents == names)
            for name in names { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") }
        }
    }

    @Test(arguments: [
        ("a truncated body", LoopbackServer.Answer.raw("HTTP/1.1 200 OK\r\nContent-Length: 70", body: body)),
        ("a body cut by its length", .raw("HTTP/1.1 200 OK\r\nContent-Length: 3", body: body)),
        ("other bytes of the same length", .ok(Array("WEIGHTS".utf8))),
        ("more bytes than the file has", .ok(body + body)),
        ("more bytes than the file has, unannounced", .raw("HTTP/1.1 200 OK", body: Array(repeating: 7, count: 1 << 20))),
        ("nothing", .ok([])),
        ("no HTTP", .raw("220 mail.example.org ESMTP")),
        ("an error", .raw("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 7", body: body)),
        ("a redirection to itself", .raw("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /weights")),
        ("a redirection to a local file", .raw("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: file:///etc/hostname")),
    ]) func `what is not the file leaves nothing behind`(what: String, answer: LoopbackServer.Answer) throws {
        let server = try LoopbackServer(["/weights": answer])
        #expect(throws: AssetError.self) { try cache.file(of: asset(server.address("/weights"))) }
        #expect(folder.contents.isEmpty)
    }

    @Test func `a wrong checksum is reported with both sums`() throws {
        let server = try LoopbackServer(["/weights": .ok(Array("WEIGHTS".utf8))])
        let error = AssetError.checksum(name: "weights.bin", expected: digest(body), found: digest(Array("WEIGHTS".utf8)))
        #expect(throws: error) { try cache.file(of: asset(server.address("/weights"))) }
    }

    @Test func `a missing file is reported with the server's answer`() throws {
        let server = try LoopbackServer([:])
        let address = server.address("/weights")
        #expect(throws: AssetError.server(address: address, status: 404)) { try cache.file(of: asset(address)) }
    }

    @Test func `a server that cannot be reached means no network`() throws {
        let server = try LoopbackServer([:])
        server.stop()
        let error = #expect(throws: AssetError.self) {
            try AssetCache(folder: folder.path, allowsHTTP: true).file(of: asset("http://127.0.0.1:1/"))
        }
        guard case .noNetwork = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test func `redirections are followed`() throws {
        let server = try LoopbackServer([
            "/old": .raw("HTTP/1.1 301 Moved\r\nContent-Length: 4\r\nLocation: /weights", body: Array("gone".utf8)), "/weights": .ok(body),
        ])
        #expect(try cache.file(of: asset(server.address("/old"))).contents.copiedBytes == body)
    }

    @Test func `without encryption nothing is fetched`() throws {
        let server = try LoopbackServer(["/weights": .ok(body)])
        let cache = AssetCache(folder: folder.path)
        #expect(throws: AssetError.self) { try cache.file(of: asset(server.address("/weights"))) }
        #expect(server.requestedPaths.isEmpty)
    }

    @Test func `what an interrupted download left is not believed`() throws {
        let server = try LoopbackServer(["/weights": .ok(body)])
        try folder.write(Array("weig".utf8), to: ".fetching/weights.bin/download")
        try folder.write([], to: ".fetching/weights.bin.lock")
        #expect(try cache.file(of: asset(server.address("/weights"))).contents.copiedBytes == body)
        #expect(folder.contents == ["weights.bin"])
    }

    @Test func `a file of the wrong size is fetched again`() throws {
        let server = try LoopbackServer(["/weights": .ok(body)])
        try folder.write(Array("weig".utf8), to: "weights.bin")
        #expect(try cache.file(of: asset(server.address("/weights"))).contents.copiedBytes == body)
    }

    @Test func `a cancelled download leaves nothing behind`() throws {
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body.prefix(3)
        let server = try LoopbackServer(["/weights": LoopbackServer.Answer(bytes: half, stalls: true)])
        let control = RunControl()
        #expect(throws: RunCancelled.self) {
            try cache.file(of: asset(server.address("/weights")), control: control) { progress in
                if progress.receivedByteCount == 3 { control.cancel() }
            }
        }
        #expect(folder.contents.isEmpty)
    }

    @Test func `two that want the same file fetch it once`() async throws {
        let server = try LoopbackServer(["/weights": .ok(body)])
        let cache = cache
        let asset = asset(server.address("/weights"))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { try cache.file(of: asset).byteCount } }
            for try await byteCount in group { #expect(byteCount == body.count) }
        }
        #expect(server.requestedPaths.count == 1)
        #expect(folder.contents == ["weights.bin"])
    }
}

private func digest(_ bytes: [UInt8]) -> String { bytes.withUnsafeBytes(SHA256.hexDigest) }
