import Inference
import Tensors
import TestSupport
import Testing

@Suite struct ConvTransposeTests {
    /// A transposed convolution over any number of axes, as a row of a table of cases.
    struct Spread: CustomTestStringConvertible, Sendable {
        var size = [4, 5]
        var kernel = [3, 3]
        var strides = [1, 1]
        var dilations = [1, 1]
        var pads = [0, 0, 0, 0]
        var added = [0, 0]
        var channels = (input: 4, output: 6)
        var group = 1

        var testDescription: String { "\(size) k\(kernel) s\(strides) d\(dilations) p\(pads) +\(added) g\(group)" }

        var attributes: Attributes {
            [
                "strides": .ints(strides), "dilations": .ints(dilations), "pads": .ints(pads), "group": .int(group),
                "output_padding": .ints(added),
            ]
        }

        var output: [Int] {
            size.indices.map { axis in
                (size[axis] - 1) * strides[axis] + (kernel[axis] - 1) * dilations[axis] + 1 + added[axis] - pads[axis]
                    - pads[axis + size.count]
            }
        }

        /// The sum as the formula has it: every input element times every weight, added where it belongs.
        func naive(_ x: Tensor, _ w: Tensor, _ bias: Tensor) -> [Double] {
            let (inputs, weights, offsets) = (x.doubles, w.doubles, bias.doubles)
            let shape = Shape([2, channels.output] + output)
            var sums = (0..<shape.elementCount).map { offsets[shape.place(of: $0)[1]] }
            let perGroup = channels.output / group
            for (index, number) in inputs.enumerated() {
                let place = x.shape.place(of: index)
                let first = place[1] / (channels.input / group) * perGroup
                for tap in 0..<Shape(kernel).elementCount {
                    let by = Shape(kernel).place(of: tap)
                    let target = size.indices.map { place[$0 + 2] * strides[$0] + by[$0] * dilations[$0] - pads[$0] }
                    guard zip(target, output).allSatisfy({ (0..<$1).contains($0) }) else { continue }
                    for channel in 0..<perGroup {
                        let weight = weights[w.shape.position(of: [place[1], channel] + by)]
                        sums[shape.position(of: [place[0], first + channel] + target)] += number * weight
                    }
                }
            }
            return sums
        }

        var inputShape: Shape { Shape([2, channels.input] + size) }
        var weightShape: Shape { Shape([channels.input, channels.output / group] + kernel) }
    }

    static let cases = [
        Spread(), Spread(kernel: [1, 1]), Spread(kernel: [2, 2], strides: [2, 2]), Spread(kernel: [1, 1], added: [2, 1]),
        Spread(strides: [2, 3], pads: [1, 0, 1, 2], added: [1, 2]), Spread(dilations: [2, 3], pads: [2, 1, 2, 4]),
        Spread(strides: [2, 2], pads: [1, 1, 1, 1], group: 2), Spread(channels: (4, 4), group: 4),
        Spread(kernel: [4, 4], strides: [2, 2], pads: [1, 1, 1, 1], channels: (4, 8), group: 4),
        Spread(kernel: [2, 2], strides: [3, 4], added: [2, 3]),
        Spread(size: [7], kernel: [3], strides: [2], dilations: [2], pads: [1, 2], added: [1], group: 2),
        Spread(
            size: [3, 2, 4], kernel: [2, 3, 2], strides: [2, 1, 3], dilations: [1, 2, 1], pads: [1, 0, 0, 0, 2, 1], added: [1, 0, 2],
            group: 2),
    ]

    @Test(arguments: cases, [1, 2]) func `an output is the sum of what is spread over it`(_ row: Spread, threads: Int) throws {
        let (x, w) = (Tensor.random(row.inputShape, seed: 1), Tensor.random(row.weightShape, seed: 2))
        let bias = Tensor.random([row.channels.output], seed: 3)
        let y = try compute("ConvTranspose", row.attributes, [x, w, bias], threads: threads)[0]
        #expect(y.shape == Shape([2, row.channels.output] + row.output))
        #expect(y.doubles.greatestDifference(to: row.naive(x, w, bias)) < 1e-5)
    }

    @Test func `what follows is folded in`() throws {
        let row = Spread(strides: [2, 2])
        let (x, w) = (Tensor.random(row.inputShape, seed: 1), Tensor.random(row.weightShape, seed: 2))
        let residual = Tensor.random(Shape([2, 6] + row.output), seed: 3)
        let operation = try ConvTranspose(attributes: row.attributes, operatorSet: 17)
        var epilogue = Epilogue()
        (epilogue.scale, epilogue.residual, epilogue.low) = ([1, 2, 3, 4, 5, 6], residual, 0)
        let plain = row.naive(x, w, Tensor([6], repeating: 0))
        let plane = row.output.reduce(1, *)
        let expected = zip(plain, residual.doubles).enumerated().map { max(0, $1.0 * Double($0 / plane % 6 + 1) + $1.1) }
        let found = try operation.run([x, w], epilogue: epilogue, in: RunContext(threadCount: 2))
        #expect(found.doubles.greatestDifference(to: expected) < 1e-5)
    }

    static let shapes: [(Attributes, [Int], Int)] = [
        (["output_shape": .ints([10, 8])], [10, 8], 1), (["output_shape": .ints([8, 8])], [8, 8], 1),
        (["auto_pad": .string("SAME_UPPER")], [8, 8], 0), (["auto_pad": .string("SAME_LOWER")], [8, 8], 1),
        (["auto_pad": .string("VALID")], [9, 9], 0), (["output_shape": .ints([12, 9])], [12, 9], 0),
    ]

    @Test(arguments: shapes)
    func `a given shape says what padding is left out`(row: (Attributes, [Int], Int)) throws {
        let (given, output, before) = row
        var attributes = given
        attributes["strides"] = .ints([2, 2])
        let (x, w) = (Tensor.random([1, 1, 4, 4], seed: 1), Tensor.random([1, 1, 3, 3], seed: 2))
        let y = try compute("ConvTranspose", attributes, [x, w])[0]
        #expect(y.shape == Shape([1, 1] + output))
        let all = try compute("ConvTranspose", ["strides": .ints([2, 2])], [x, w])[0]
        // The last axis, along which nothing, or one place before or after, is left out.
        for column in 0..<output[1] where column + before < 9 {
            #expect(
                y.floats[y.shape.position(of: [0, 0, 4, column])]
                    == all.floats[all.shape.position(of: [0, 0, output[0] == 8 ? 4 + before : 4, column + before])])
        }
    }

    static let misfits: [(Shape, Shape, Attributes)] = [
        ([1, 4, 3, 3], [3, 2, 3, 3], [:]), ([1, 4, 3], [4, 2, 3, 3], [:]), ([1, 4, 3, 3], [4, 2, 3, 3], ["pads": .ints([9, 9, 9, 9])]),
        ([1, 4, 3, 3], [4, 2, 3, 3], ["output_padding": .ints([1])]), ([1, 4, 3, 3], [4, 1 << 40, 1, 1], ["group": .int(1 << 40)]),
    ]

    @Test(arguments: misfits)
    func `what does not fit is refused`(row: (Shape, Shape, Attributes)) throws {
        let (x, w, attributes) = row
        #expect(throws: OperatorError.self) {
            let operation = try ConvTranspose(attributes: attributes, operatorSet: 17)
            _ = try operation.inferOutputs([ValueInfo(.float32, x), ValueInfo(.float32, w)])
        }
    }
}
