import Inference
import Tensors
import TestSupport
import Testing

@Suite struct DeformConvTests {
    private static let attributes: Attributes = [
        "strides": .ints([2, 1]), "pads": .ints([1, 1, 1, 1]), "group": .int(2), "offset_group": .int(2),
    ]
    private static let x = Tensor.random([2, 4, 7, 6], seed: 1)
    private static let weights = Tensor.random([6, 2, 3, 2], seed: 2)
    private static let bias = Tensor.random([6], seed: 3)

    @Test func `without offsets it is a convolution`() throws {
        let offsets = Tensor([2, 24, 4, 7], repeating: 0)
        let expected = try compute("Conv", Self.attributes, [Self.x, Self.weights, Self.bias])[0]
        let found = try compute("DeformConv", Self.attributes, [Self.x, Self.weights, offsets, Self.bias])[0]
        #expect(found.relativeDifference(to: expected) < 1e-5)
        let halves = Tensor([2, 12, 4, 7], repeating: 0.5)
        let masked = try compute("DeformConv", Self.attributes, [Self.x, Self.weights, offsets, nil, halves])[0]
        let plain = try compute("Conv", Self.attributes, [Self.x, Self.weights])[0]
        #expect(masked.relativeDifference(to: Tensor(plain.shape, plain.floats.map { $0 / 2 })) < 1e-5)
    }

    @Test func `an offset of one element is a moved input`() throws {
        var numbers = [Float](repeating: 0, count: 2 * 24 * 28)
        // Offsets to the next column, which are every second row of the offsets.
        for index in numbers.indices where index / 28 % 2 == 1 { numbers[index] = 1 }
        let found = try compute("DeformConv", Self.attributes, [Self.x, Self.weights, Tensor([2, 24, 4, 7], numbers), Self.bias])[0]
        let moved = Tensor(
            Self.x.shape, (0..<Self.x.elementCount).map { $0 % 6 == 5 ? 0 : Self.x.floats[$0 + 1] })
        let expected = try compute("Conv", Self.attributes, [moved, Self.weights, Self.bias])[0]
        for index in 0..<expected.elementCount where index % 7 > 0 {
            // In the first column the padding of the moved input stands where the input has elements.
            #expect(abs(found.floats[index] - expected.floats[index]) < 1e-5)
        }
    }

    @Test func `offsets that do not fit are refused`() {
        #expect(throws: OperatorError.self) {
            try compute("DeformConv", Self.attributes, [Self.x, Self.weights, Tensor([2, 12, 4, 7], repeating: 0)])
        }
    }
}
