import TestSupport
import Tensors
import Testing

@testable import Inference

@Suite struct WinogradTests {
    /// Odd sides, channels and filters, every padding; few tiles and, where `isLarge`, as many as threads share out.
    static let cases: [(geometry: ConvolutionCase, isLarge: Bool)] = [
        (ConvolutionCase(channels: 16, size: [12, 12], outputs: 32, pads: [1, 1, 1, 1]), false),
        (ConvolutionCase(channels: 17, size: [14, 15], outputs: 33), false),
        (ConvolutionCase(channels: 18, size: [15, 13], outputs: 35, pads: [2, 0, 1, 2]), false),
        (ConvolutionCase(batch: 2, channels: 24, size: [13, 14], outputs: 48, pads: [1, 1, 1, 1]), true),
        (ConvolutionCase(batch: 3, channels: 18, size: [12, 55], outputs: 35, pads: [0, 2, 2, 1]), true),
        (ConvolutionCase(channels: 31, size: [41, 46], outputs: 40, pads: [1, 1, 1, 1]), true),
        (ConvolutionCase(channels: 40, size: [10, 10], outputs: 65, pads: [2, 2, 2, 2]), true),
        (ConvolutionCase(channels: 100, size: [55, 13], outputs: 32, pads: [1, 0, 1, 1]), true),
    ]

    @Test(arguments: cases, KernelChoice.ownSupported)
    func `a convolution by tiles is the sum of its products`(
        _ example: (geometry: ConvolutionCase, isLarge: Bool), kernels: KernelChoice
    ) throws {
        let (geometry, isLarge) = example
        let x = Tensor.random(Shape([geometry.batch, geometry.channels] + geometry.size), seed: 1)
        let w = Tensor.random(Shape([geometry.outputs, geometry.channels] + geometry.kernel), seed: 2)
        let bias = Tensor.random([geometry.outputs], seed: 3)
        let conv = try Conv(attributes: geometry.attributes, operatorSet: 17)
        guard let direct = try conv.runInBlocks(x, [w, bias], in: RunContext(threadCount: 2, kernels: kernels)) else { return }
        // Direct sums are compared with naive ones of more sizes elsewhere, and quick.
        let expected = isLarge ? direct : geometry.naive(x, w, bias.floats)
        for threadCount in 1...3 {
            let tiled = try #require(
                try conv.runInBlocks(x, [w, bias], in: RunContext(threadCount: threadCount, kernels: kernels, usesWinograd: true)))
            #expect(tiled.relativeDifference(to: expected) < 1e-5)
            #expect(tiled.floats != direct.floats, "direct sums round otherwise")
        }
    }

    @Test(arguments: KernelChoice.ownSupported) func `an epilogue scales, shifts, adds and clamps`(kernels: KernelChoice) throws {
        let geometry = ConvolutionCase(channels: 20, size: [14, 18], outputs: 37, pads: [1, 1, 1, 1])
        let x = Tensor.random(Shape([1, geometry.channels] + geometry.size), seed: 4)
        let w = Tensor.random(Shape([geometry.outputs, geometry.channels] + geometry.kernel), seed: 5)
        let plain = geometry.naive(x, w, [Float](repeating: 0, count: geometry.outputs))
        var epilogue = Epilogue()
        epilogue.scale = Tensor.random([geometry.outputs], seed: 6).floats
        epilogue.shift = Tensor.random([geometry.outputs], seed: 7).floats
        epilogue.residual = Tensor.random(plain.shape, seed: 8)
        (epilogue.low, epilogue.high) = (-2.75, 3.5)
        let plane = plain.shape[2] * plain.shape[3]
        let (scale, shift) = (try #require(epilogue.scale), try #require(epilogue.shift))
        let residual = try #require(epilogue.residual).floats
        let expected = plain.floats.enumerated().map { index, value in
            min(max(scale[index / plane] * value + shift[index / plane] + residual[index], -2.75), 3.5)
        }
        let conv = try Conv(attributes: geometry.attributes, operatorSet: 17)
        let context = RunContext(threadCount: 2, kernels: kernels, usesWinograd: true)
        guard let tiled = try conv.runInBlocks(x, [w], epilogue: epilogue, in: context) else { return }
        #expect(tiled.relativeDifference(to: Tensor(plain.shape, expected)) < 2e-5)
    }

    /// A network in which a unit of `y` reads 5×5 places of `x`.
    private static func network() throws -> Network {
        var graph = Graph(
            name: "two", inputs: [GraphInput(name: "x", dimensions: [1, 16, 24, 24])], outputs: ["y"],
            constants: ["v": .random([32, 16, 3, 3], seed: 9), "w": .random([32, 32, 3, 3], seed: 10)])
        graph.nodes = [
            Node(name: "h", operatorName: "Conv", inputs: ["x", "v"], outputs: ["h"], attributes: ["pads": .ints([1, 1, 1, 1])]),
            Node(name: "y", operatorName: "Conv", inputs: ["h", "w"], outputs: ["y"], attributes: ["pads": .ints([1, 1, 1, 1])]),
        ]
        return try Network(graph)
    }

    @Test func `a run that keeps locality changes no bit beyond what windows reach`() throws {
        let (network, engine) = (try Self.network(), Engine(threadCount: 2))
        let x = Tensor.random([1, 16, 24, 24], seed: 11)
        var numbers = x.floats
        for channel in 0..<16 { numbers[(channel * 24 + 9) * 24 + 11] += 100 }
        let outputs = try [x, Tensor(x.shape, numbers)].map { input -> [Float] in
            let feed = Feed(["x": input])
            // What an ordinary run leaves in the cache is of no use here.
            _ = try engine.run(network, feed: feed, wanted: ["h", "y"])
            return try #require(try engine.run(network, feed: feed, wanted: ["y"], keepsLocality: true).values["y"]).floats
        }
        let changed = outputs[0].indices.filter { outputs[0][$0] != outputs[1][$0] }
        #expect(changed.allSatisfy { (7...11).contains($0 / 24 % 24) && (9...13).contains($0 % 24) })
        #expect(changed.count == 32 * 25)
    }

    @Test func `both kinds of runs agree but for rounding`() throws {
        let (network, engine) = (try Self.network(), Engine(threadCount: 2))
        let feed = Feed(["x": Tensor.random([1, 16, 24, 24], seed: 12)])
        let outputs = try [false, true].map {
            try #require(try engine.run(network, feed: feed, wanted: ["y"], keepsLocality: $0).values["y"])
        }
        #expect(outputs[0].relativeDifference(to: outputs[1]) < 2e-5)
    }

    @Test(arguments: [([24, 28], 1), ([27, 25], 2), ([12, 13], 3)])
    func `a pool of four takes place before results are stored`(size: [Int], batch: Int) throws {
        let shape = Shape([batch, 16] + size)
        var graph = Graph(
            name: "pooled", inputs: [GraphInput(name: "x", dimensions: shape.dimensions)], outputs: ["pool"],
            constants: ["w": .random([40, 16, 3, 3], seed: 13), "b": .random([40], seed: 14)])
        graph.nodes = [
            Node(name: "c", operatorName: "Conv", inputs: ["x", "w", "b"], outputs: ["c"], attributes: ["pads": .ints([1, 1, 1, 1])]),
            Node(name: "relu", operatorName: "Relu", inputs: ["c"], outputs: ["relu"]),
            Node(
                name: "pool", operatorName: "MaxPool", inputs: ["relu"], outputs: ["pool"],
                attributes: ["kernel_shape": .ints([2, 2]), "strides": .ints([2, 2])]),
        ]
        let (network, engine) = (try Network(graph), Engine(threadCount: 2))
        let x = Tensor.random(shape, seed: 15)
        let alone = try engine.run(network, feed: Feed(["x": x]), wanted: ["pool"])
        let together = try engine.run(network, feed: Feed(["x": x]), wanted: ["relu", "pool"])
        #expect(alone.operationCount == 1)
        #expect(together.operationCount == 2)
        #expect(try #require(alone.values["pool"]).floats == together.values["pool"]?.floats)
    }
}
