import Foundation
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

/// Weights stay in the files that they are in.
struct MappedWeightsTests {
    private func isView(_ tensor: Tensor, of file: MappedFile) -> Bool {
        guard let start = file.bytes.baseAddress, let address = tensor.bytes.baseAddress else { return false }
        return address >= start && address < start + file.byteCount
    }

    @Test(arguments: ["weights.safetensors", "checkpoint.pth"]) func `weights are views of their file where they are aligned in it`(
        name: String
    )
        throws
    {
        let file = try MappedFile(path: Fixtures.good(name))
        guard case .weights(let weights) = try ModelFormatCatalog.read(file) else { return }
        let tensors = weights.names.compactMap { weights[$0] }.filter { $0.elementType != .bool && $0.elementCount > 0 }
        #expect(tensors.contains { isView($0, of: file) })
        let start = try #require(file.bytes.baseAddress)
        for tensor in tensors where !isView(tensor, of: file) {
            // What is copied was not aligned, or not row-major; none of the fixtures is more than a few kilobytes.
            #expect(tensor.bytes.baseAddress.map { $0 < start || $0 >= start + file.byteCount } == true)
        }
    }

    /// A file with a hole of three gigabytes before the weights, which takes no room on disk.
    @Test(arguments: ["external.weights", "parts/external.weights"])
    func `external data far into a large file is found without reading the file`(location: String) throws {
        let folder = TestSupport.TemporaryFolder()
        let place = 3 << 30
        try FileManager.default.createDirectory(atPath: "\(folder.path)/parts", withIntermediateDirectories: true)
        let weights = try folder.write([], to: location)
        let descriptor = open(weights, O_WRONLY)
        defer { close(descriptor) }
        let numbers = (0..<6).map { Float($0) * 0.5 }.withUnsafeBytes { Array($0) }
        #expect(pwrite(descriptor, numbers, numbers.count, off_t(place)) == numbers.count)
        let path = try folder.write(Self.model(weightsIn: location, at: place), to: "external.onnx")
        guard case .graph(let graph) = try ModelFormatCatalog.read(MappedFile(path: path)) else { return }
        try ModelFiles.expectNumbers(graph.constants["weight"], [2, 3])
    }

    @Test(arguments: [
        "../external.weights", "/etc/hostname", "parts/../../external.weights", "parts//external.weights", "./external.weights",
    ])
    func `external data outside of the model's folder is refused`(location: String) throws {
        let folder = TestSupport.TemporaryFolder()
        let path = try folder.write(Self.model(weightsIn: location, at: 0), to: "external.onnx")
        let error = #expect(throws: ModelFormatError.self) { try ModelFormatCatalog.read(MappedFile(path: path)) }
        #expect(error?.description.contains("outside the model's directory") == true)
    }

    /// A model whose one weight, `[2, 3]`, is in another file.
    private static func model(weightsIn location: String, at offset: Int) -> [UInt8] {
        func property(_ key: String, _ value: String) -> [UInt8] {
            message(13, message(1, Array(key.utf8)) + message(2, Array(value.utf8)))
        }
        let tensor =
            number(1, 2) + number(1, 3) + number(2, 1) + message(8, Array("weight".utf8)) + number(14, 1)
            + property("location", location) + property("offset", "\(offset)") + property("length", "24")
        let node = message(1, Array("weight".utf8)) + message(2, Array("output".utf8)) + message(4, Array("Identity".utf8))
        let graph = message(1, node) + message(5, tensor) + message(12, message(1, Array("output".utf8)))
        return number(1, 8) + message(7, graph) + message(8, number(2, 17))
    }

    /// A field of protobuf that holds bytes.
    private static func message(_ field: Int, _ bytes: [UInt8]) -> [UInt8] { varint(field << 3 | 2) + varint(bytes.count) + bytes }

    /// A field of protobuf that holds a whole number.
    private static func number(_ field: Int, _ value: Int) -> [UInt8] { varint(field << 3) + varint(value) }

    private static func varint(_ value: Int) -> [UInt8] { value < 128 ? [UInt8(value)] : [UInt8(value & 127) | 128] + varint(value >> 7) }
}
