import ModelFormats
import Tensors
import Testing

struct PyTorchFormatTests {
    @Test(arguments: ["weights.pth", "weights-legacy.pth", "checkpoint.pth", "deflated.pth"])
    func `tensors of every layout and type are read, wrapped or not`(name: String) throws {
        let weights = try ModelFiles.weights(name)
        #expect(
            weights.names == [
                "conv.weight", "columns", "head", "parameter", "half", "brain", "double", "steps", "mask", "bytes", "empty",
            ])
        for name in ["conv.weight", "columns", "head", "parameter"] { try ModelFiles.expectNumbers(weights[name], [3, 4]) }
        try ModelFiles.expectNumbers(weights["half"], [3, 4], .float16)
        try ModelFiles.expectNumbers(weights["brain"], [3, 4], .bfloat16)
        try ModelFiles.expectNumbers(weights["double"], [3, 4], .float64)
        try ModelFiles.expectNumbers(weights["steps"], [], .int64)
        try ModelFiles.expectNumbers(weights["mask"], [5], .bool)
        try ModelFiles.expectNumbers(weights["bytes"], [5], .uint8)
        try ModelFiles.expectNumbers(weights["empty"], [0, 3])
    }

    @Test func `a description written by hand is read`() throws {
        try ModelFiles.expectNumbers(ModelFiles.weights("by-hand.pth")["weight"], [2, 3])
    }

    @Test(arguments: 2...5)
    func `a pickle of arrays is read in every protocol`(version: Int) throws {
        let weights = try ModelFiles.weights("arrays-\(version).pkl")
        #expect(weights.names == ["conv1.0", "conv1.1", "fc.0", "fc.1"])
        try ModelFiles.expectNumbers(weights["conv1.0"], [3, 3, 2, 1])
        try ModelFiles.expectNumbers(weights["conv1.1"], [1])
        try ModelFiles.expectNumbers(weights["fc.0"], [2, 3])
        try ModelFiles.expectNumbers(weights["fc.1"], [2], .float64)
    }
}
