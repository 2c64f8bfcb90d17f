import Inference
import Tensors
import TestSupport
import Testing

@Suite struct QuantizedFunctionTests {
    private static let scale: Float = 0.05
    private static let zero: UInt8 = 120
    private static let resultScale: Float = 0.02
    private static let resultZero: UInt8 = 100

    /// The numbers that bytes stand for.
    private func numbers(_ bytes: Bytes) -> Tensor {
        Tensor(bytes.shape, bytes.integers.map { (Float($0) - Float(Self.zero)) * Self.scale })
    }

    /// The bytes that stand for numbers.
    private func bytes(_ numbers: Tensor) -> [Int] {
        numbers.floats.map { min(max(Int(($0 / Self.resultScale).rounded(.toNearestOrEven)) + Int(Self.resultZero), 0), 255) }
    }

    private static let input = [Tensor(scalar: scale), Tensor([], elements: [zero])]
    private static let output = [Tensor(scalar: resultScale), Tensor([], elements: [resultZero])]

    static let functions: [(String, String, Attributes)] = [
        ("QLinearSigmoid", "Sigmoid", [:]), ("QLinearLeakyRelu", "LeakyRelu", ["alpha": .float(0.1)]),
        ("QLinearGlobalAveragePool", "GlobalAveragePool", [:]),
        ("QLinearAveragePool", "AveragePool", ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 1])]),
        ("QLinearSoftmax", "Softmax", ["axis": .int(-1)]),
    ]

    @Test(arguments: functions)
    func `a quantized function is the function of the numbers`(row: (String, String, Attributes)) throws {
        let (name, plain, attributes) = row
        let x = Bytes.random([1, 2, 4, 5], seed: 1)
        let found = try compute("com.microsoft:\(name)", attributes, [x.tensor] + Self.input + Self.output)[0]
        let expected = try compute(plain, attributes, [numbers(x)])[0]
        #expect(found.integers == bytes(expected))
    }

    @Test(arguments: ["Add", "Mul"]) func `quantized arithmetic is that of the numbers`(name: String) throws {
        let (a, b) = (Bytes.random([2, 3, 4], seed: 2), Bytes.random([3, 1], seed: 3))
        let found = try compute("com.microsoft:QLinear\(name)", [:], [a.tensor] + Self.input + [b.tensor] + Self.input + Self.output)[0]
        let expected = try compute(name, [:], [numbers(a), numbers(b)])[0]
        #expect(found.integers == bytes(expected))
    }

    @Test func `quantized values are joined at one scale`() throws {
        let (a, b) = (Bytes.random([2, 3], seed: 4), Bytes.random([2, 1], seed: 5))
        let inputs = Self.output + [a.tensor] + Self.input + [b.tensor] + Self.input
        let found = try compute("com.microsoft:QLinearConcat", ["axis": .int(1)], inputs)[0]
        let expected = try compute("Concat", ["axis": .int(1)], [numbers(a), numbers(b)])[0]
        #expect(found.integers == bytes(expected))
    }

    @Test(arguments: [0, 1], [0, 1]) func `a quantized matrix product is that of the numbers`(transposesA: Int, transposesB: Int) throws {
        let a = Bytes.random(transposesA == 1 ? [4, 3] : [3, 4], seed: 6)
        let b = Bytes.random(transposesB == 1 ? [5, 4] : [4, 5], seed: 7)
        let summand = Tensor([5], elements: [Int32(1000), -1000, 0, 500, 1])
        let attributes: Attributes = ["transA": .int(transposesA), "transB": .int(transposesB)]
        let inputs = [a.tensor] + Self.input + [b.tensor] + Self.input + [summand]
        let added = Tensor([5], [1000, -1000, 0, 500, 1].map { Float($0) * Self.scale * Self.scale })
        let expected = try compute("Gemm", attributes, [numbers(a), numbers(b), added])[0]
        let plain = try compute("com.microsoft:QGemm", attributes, inputs)[0]
        #expect(plain.relativeDifference(to: expected) < 1e-5)
        let quantized = try compute("com.microsoft:QGemm", attributes, inputs + Self.output)[0]
        #expect(quantized.integers == bytes(plain))
    }

    @Test func `maps with the channels last are refused`() {
        #expect(throws: OperatorError.unsupported("channels_last 1")) {
            try compute("com.microsoft:QLinearGlobalAveragePool", ["channels_last": .int(1)], [Bytes.random([1, 2, 2, 3], seed: 1).tensor])
        }
    }
}
