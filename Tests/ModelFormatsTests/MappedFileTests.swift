import ModelFormats
import TestSupport
import Testing

struct MappedFileTests {
    @Test(arguments: [
        ("/nowhere/model.onnx", "no file '/nowhere/model.onnx'"),
        ("/tmp", "expected a file, '/tmp' is a directory or a device"),
        ("/dev/null", "expected a file, '/dev/null' is a directory or a device"),
        ("/etc/hostname/model.onnx", "no file '/etc/hostname/model.onnx'"),
    ])
    func `what is no file is refused by name`(path: String, message: String) {
        do throws(FileError) {
            _ = try MappedFile(path: path)
            Issue.record("'\(path)' was mapped")
        } catch {
            #expect(error.description == message)
        }
    }

    @Test func `an empty file has no bytes`() throws {
        #expect(try MappedFile(path: Fixtures.bad("empty.bin")).byteCount == 0)
    }

    @Test func `a part outside a file does not exist`() {
        let file = MappedFile(path: "memory", contents: [1, 2, 3])
        #expect(file.contents.part(offset: 1, byteCount: 2)?.copiedBytes == [2, 3])
        #expect(file.contents.part(offset: 2, byteCount: 2) == nil)
        #expect(file.contents.part(offset: -1, byteCount: 1) == nil)
        #expect(file.contents.part(offset: 1, byteCount: .max) == nil)
    }
}
