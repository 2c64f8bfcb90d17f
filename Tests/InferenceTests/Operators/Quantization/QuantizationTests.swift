import Inference
import Tensors
import TestSupport
import Testing

@Suite struct QuantizationTests {
    /// Scales of a tensor `[3, 4, 5]`, with the scale of an element by its place.
    struct Granularity: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let shape: Shape
        let attributes: Attributes
        let index: @Sendable ([Int]) -> Int
    }

    static let granularities = [
        Granularity(testDescription: "one for all", shape: [], attributes: [:]) { _ in 0 },
        Granularity(testDescription: "along axis 1", shape: [4], attributes: [:]) { $0[1] },
        Granularity(testDescription: "along axis -3", shape: [3], attributes: ["axis": .int(-3)]) { $0[0] },
        Granularity(testDescription: "blocks of 2 along axis 2", shape: [3, 4, 3], attributes: ["axis": .int(2), "block_size": .int(2)]) {
            ($0[0] * 4 + $0[1]) * 3 + $0[2] / 2
        },
        Granularity(testDescription: "blocks of 3 along axis 1", shape: [3, 2, 5], attributes: ["axis": .int(1), "block_size": .int(3)]) {
            ($0[0] * 2 + $0[1] / 3) * 5 + $0[2]
        },
    ]

    static let types: [(code: Int, range: ClosedRange<Int>)] = [
        (2, 0...255), (3, -128...127), (4, 0...65535), (5, -32768...32767), (21, 0...15), (22, -8...7),
    ]

    @Test(arguments: granularities, types)
    func `numbers are rounded to steps of their scale`(_ row: Granularity, type: (code: Int, range: ClosedRange<Int>)) throws {
        let x = Tensor.random([3, 4, 5], in: -9...9, seed: 1)
        let scales = Tensor.random(row.shape, in: 0.02...0.3, seed: 2)
        let zeros = Tensor(row.shape, (0..<row.shape.elementCount).map { Float($0 % 7 + (type.range.lowerBound < 0 ? -3 : 1)) })
        let typedZeros = try compute("Cast", ["to": .int(type.code)], [zeros])[0]
        let quantized = try compute("QuantizeLinear", row.attributes, [x, scales, typedZeros])[0]
        let expected = (0..<60).map { element -> Int in
            let place = row.index(x.shape.place(of: element))
            let rounded = Int((x.floats[element] / scales.floats[place]).rounded(.toNearestOrEven)) + Int(zeros.floats[place])
            return min(max(rounded, type.range.lowerBound), type.range.upperBound)
        }
        #expect(quantized.integers == expected)
        let back = try compute("DequantizeLinear", row.attributes, [quantized, scales, typedZeros])[0]
        let numbers = expected.enumerated().map { element, integer in
            let place = row.index(x.shape.place(of: element))
            return Float(integer - Int(zeros.floats[place])) * scales.floats[place]
        }
        #expect(back.floats == numbers)
    }

    @Test func `floats of 8 bits are quantized without rounding to integers`() throws {
        let x = Tensor([4], [0.3, -7, 1000, 1e-3])
        let y = try compute("QuantizeLinear", ["output_dtype": .int(17)], [x, Tensor(scalar: 0.5)])[0]
        #expect(y.elementType == .float8e4m3fn)
        #expect(y.convertedToFloat32().floats == [0.625, -14, 448, 0x1p-9])
        #expect(try compute("DequantizeLinear", [:], [y, Tensor(scalar: 0.5)])[0].floats == [0.3125, -7, 224, 0x1p-10])
    }

    @Test func `a range that is found covers the numbers and zero`() throws {
        for (numbers, scale, zero) in [([0.5, 2.55], 0.01, 0), ([-1, 1.55], 0.01, 100), ([-2.55, -1], 0.01, 255), ([0, 0], 1, 0)]
            as [([Float], Float, Int)]
        {
            let found = try compute("DynamicQuantizeLinear", [:], [Tensor([2], numbers)], outputCount: 3)
            #expect(abs(found[1].floats[0] - scale) < 1e-6)
            #expect(found[2].integers == [zero])
            let back = try compute("DequantizeLinear", [:], found)[0].floats
            #expect(zip(back, numbers).allSatisfy { abs($0 - $1) <= scale / 2 + 1e-6 })
        }
    }

    static let convolutions: [([Int], [Int], Attributes)] = [
        ([1, 4, 6, 5], [6, 2, 3, 2], ["group": .int(2), "pads": .ints([1, 0, 2, 1]), "strides": .ints([2, 1])]),
        ([2, 3, 7], [4, 3, 3], ["dilations": .ints([2]), "pads": .ints([2, 2])]), ([1, 4, 5, 5], [4, 1, 3, 3], ["group": .int(4)]),
        ([1, 2, 3, 4, 3], [2, 2, 2, 2, 2], [:]), ([1, 5, 3, 3], [2, 5, 1, 1], [:]),
    ]

    @Test(arguments: convolutions)
    func `a quantized convolution is that of its integers`(row: ([Int], [Int], Attributes)) throws {
        let (size, filter, attributes) = row
        let (x, w) = (Bytes.random(Shape(size), seed: 1), Bytes.signed(Shape(filter), seed: 2))
        let (zeroX, zeroW) = (UInt8(131), (0..<filter[0]).map { Int8($0 % 3) - 1 })
        // Integers of this size have exact sums in float32.
        let centered = Tensor(x.shape, x.integers.map { Float($0) - 131 })
        let inner = Shape(filter).elementCount / filter[0]
        let filters = Tensor(w.shape, w.integers.enumerated().map { Float($1) - Float(zeroW[$0 / inner]) })
        let sums = try compute("Conv", attributes, [centered, filters])[0]
        let zeros = [Tensor([], elements: [zeroX]), Tensor([filter[0]], elements: zeroW)]
        let found = try compute("ConvInteger", attributes, [x.tensor, w.tensor] + zeros, threads: 2)[0]
        #expect(found.integers == sums.floats.map { Int($0) })

        let scales = (0..<filter[0]).map { 0.001 * Float($0 + 1) }
        let bias = (0..<filter[0]).map { Int32($0 * 1000 - 700) }
        let quantized = try compute(
            "QLinearConv", attributes,
            [
                x.tensor, Tensor(scalar: 0.5), zeros[0], w.tensor, Tensor([filter[0]], scales), zeros[1], Tensor(scalar: 0.125),
                Tensor([], elements: [UInt8(90)]), Tensor([filter[0]], elements: bias),
            ])[0]
        let plane = sums.shape.dimensions[2...].reduce(1, *)
        let expected = sums.floats.enumerated().map { index, sum -> Int in
            let channel = index / plane % filter[0]
            let number = (sum + Float(bias[channel])) * (0.5 * scales[channel] / 0.125)
            return min(max(Int(number.rounded(.toNearestOrEven)) + 90, 0), 255)
        }
        #expect(quantized.integers == expected)
    }

    @Test func `a quantized product is that of its integers`() throws {
        let (a, b) = (Bytes.random([2, 3, 4], seed: 3), Bytes.signed([4, 5], seed: 4))
        let zerosA = (0..<3).map { UInt8(100 + $0) }
        var sums = [Int](repeating: 0, count: 30)
        for index in 0..<30 {
            let (row, column) = (index / 5, index % 5)
            for k in 0..<4 { sums[index] += (a.integers[row * 4 + k] - Int(zerosA[row % 3])) * (b.integers[k * 5 + column] - 7) }
        }
        let zeros = [Tensor([3], elements: zerosA), Tensor([], elements: [Int8(7)])]
        #expect(try compute("MatMulInteger", [:], [a.tensor, b.tensor] + zeros)[0].integers == sums)
        let scalesB: [Float] = [0.01, 0.02, 0.03, 0.04, 0.05]
        let found = try compute(
            "QLinearMatMul", [:],
            [
                a.tensor, Tensor(scalar: 0.25), zeros[0], b.tensor, Tensor([5], scalesB), zeros[1], Tensor(scalar: 2),
                Tensor([], elements: [Int8(-3)]),
            ])[0]
        let expected = sums.enumerated().map { index, sum in
            min(max(Int((Float(sum) * (0.25 * scalesB[index % 5] / 2)).rounded(.toNearestOrEven)) - 3, -128), 127)
        }
        #expect(found.integers == expected)
    }
}

/// Integers of 8 bits with their tensor.
struct Bytes {
    let tensor: Tensor
    let integers: [Int]

    var shape: Shape { tensor.shape }

    static func random(_ shape: Shape, seed: UInt64) -> Bytes {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<shape.elementCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Bytes(tensor: Tensor(shape, elements: bytes), integers: bytes.map(Int.init))
    }

    static func signed(_ shape: Shape, seed: UInt64) -> Bytes {
        var generator = SeededGenerator(seed: seed)
        let bytes = (0..<shape.elementCount).map { _ in Int8.random(in: .min ... .max, using: &generator) }
        return Bytes(tensor: Tensor(shape, elements: bytes), integers: bytes.map(Int.init))
    }
}
