import ModelFormats
import Tensors
import Testing

struct NPYFormatTests {
    @Test(arguments: ["rows.npy", "columns.npy", "big-endian.npy"])
    func `an array is row-major and native whatever the file's order`(name: String) throws {
        try ModelFiles.expectNumbers(ModelFiles.weights(name)["array"], [2, 3])
    }

    @Test func `Booleans are read`() throws {
        try ModelFiles.expectNumbers(ModelFiles.weights("booleans.npy")["array"], [5], .bool)
    }

    @Test(arguments: ["arrays.npz", "compressed.npz"])
    func `arrays in an archive have their names`(name: String) throws {
        let weights = try ModelFiles.weights(name)
        #expect(weights.names == ["first", "second"])
        try ModelFiles.expectNumbers(weights["first"], [2, 3])
        try ModelFiles.expectNumbers(weights["second"], [4], .int64)
    }

    @Test(arguments: [[], [0], [7], [2, 3], [1, 2, 3, 4]] as [[Int]])
    func `what is written is read again`(dimensions: [Int]) throws {
        let shape = Shape(dimensions)
        let tensors = [
            Tensor(shape, (0..<shape.elementCount).map { Float($0) - 1.5 }),
            Tensor(shape, elements: (0..<shape.elementCount).map { Int64($0) << 40 }),
            Tensor(shape, elements: (0..<shape.elementCount).map { $0 % 3 == 0 }),
        ]
        for tensor in tensors {
            let bytes = NPYFormat.encode(tensor)
            let decoded = try NPYFormat.readTensor(MappedFile(path: "array.npy", contents: bytes).contents)
            #expect(decoded.shape == shape)
            #expect(decoded.elementType == tensor.elementType)
            #expect(Array(decoded.bytes) == Array(tensor.bytes))
            #expect((bytes.count - tensor.byteCount) % 64 == 0)
        }
    }
}
