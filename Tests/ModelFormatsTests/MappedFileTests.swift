import Glibc
import ModelFormats
import Tensors
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

extension MappedFileTests {
    @Test func `unaligned parts of a large file are copied side by side`() throws {
        let folder = TestSupport.TemporaryFolder()
        let numbers = (0..<(1 << 20)).map { UInt32($0) }
        let bytes: [UInt8] = [0xFF] + numbers.withUnsafeBytes { Array($0) } + [0xFF]
        let file = try MappedFile(path: try folder.write(bytes, to: "large.bin"))
        var tensors: [(start: Int, tensor: Tensor)] = []
        for start in [0, 3, 1000, numbers.count / 2] {
            let count = numbers.count - start
            let region = try #require(file.contents.part(offset: 1 + 4 * start, byteCount: 4 * count))
            tensors.append((start, try region.tensor(shape: [count], elementType: .uint32)))
        }
        for (start, tensor) in tensors {
            let isEqual = tensor.elements(as: UInt32.self).elementsEqual(numbers[start...])
            #expect(isEqual)
        }
    }
}

extension MappedFileTests {
    @Test func `a file that is cut short while it is open reads as zeros from there, and says so`() throws {
        let folder = TestSupport.TemporaryFolder()
        let path = try folder.write([UInt8](repeating: 7, count: 1 << 16), to: "model.bin")
        let file = try MappedFile(path: path)
        #expect(file.bytes[0] == 7)
        #expect(!file.isCut)
        truncate(path, 1 << 14)
        let sum = file.bytes.reduce(0) { $0 + Int($1) }
        #expect(sum == 7 << 14)
        #expect(file.isCut)
        #expect(try !MappedFile(path: path).isCut)
    }

    @Test func `a model that is cut short while it is read is refused`() throws {
        let folder = TestSupport.TemporaryFolder()
        let header = Array(#"{"weight":{"dtype":"F32","shape":[16384],"data_offsets":[0,65536]}}"#.utf8)
        let size: [UInt8] = [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0]
        let path = try folder.write(size + header + [UInt8](repeating: 1, count: 1 << 16), to: "model.safetensors")
        let file = try MappedFile(path: path)
        truncate(path, 0)
        let error = #expect(throws: ModelFormatError.self) { try ModelFormatCatalog.read(file) }
        #expect(error != nil)
        #expect(file.isCut)
    }
}
