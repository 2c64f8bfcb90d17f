import ModelFormats
import Tensors
import Testing

struct SafeTensorsFormatTests {
    @Test func `tensors come in the order of the file, with its metadata`() throws {
        let weights = try ModelFiles.weights("weights.safetensors")
        #expect(weights.names == ["conv.weight", "conv.scale", "step", "mask", "late.weight"])
        #expect(weights.metadata == ["made by": "cnns"])
        #expect(weights.parameterCount == 6 + 3 + 1 + 5 + 4)
        try ModelFiles.expectNumbers(weights["conv.weight"], [2, 3])
        try ModelFiles.expectNumbers(weights["conv.scale"], [3], .float16)
        try ModelFiles.expectNumbers(weights["step"], [], .int64)
        try ModelFiles.expectNumbers(weights["mask"], [5], .bool)
        try ModelFiles.expectNumbers(weights["late.weight"], [2, 2])
    }
}
