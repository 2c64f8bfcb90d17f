import TestSupport
import Tensors
import Testing

@testable import Inference

/// Gradients of inputs by the kernels for blocked maps.
@Suite struct BlockedInputGradientTests {
    struct Convolution: Sendable, CustomTestStringConvertible {
        var batch = 1
        var channels = 32
        var filters = 48
        var size = [14, 14]
        var kernel = [3, 3]
        var strides = [1, 1]
        var dilations = [1, 1]
        var pads = [1, 1, 1, 1]

        var testDescription: String {
            "\(batch)×\(channels)×\(size) to \(filters), \(kernel) /\(strides) dilated by \(dilations), padded by \(pads)"
        }

        /// The convolution and, since two uses are as far as passing memory goes, its gradient three times.
        func gradients(_ kernels: KernelChoice) throws -> [Tensor] {
            var graph = Graph(
                name: "convolution", inputs: [GraphInput(name: "x", dimensions: [batch, channels] + size)], outputs: ["y"],
                constants: ["w": .random(Shape([filters, channels] + kernel), seed: 1)])
            graph.nodes = [
                Node(
                    name: "convolution", operatorName: "Conv", inputs: ["x", "w"], outputs: ["y"],
                    attributes: ["pads": .ints(pads), "strides": .ints(strides), "dilations": .ints(dilations)])
            ]
            let network = try Network(graph)
            let shape = try #require(network.values["y"]?.shape)
            let engine = Engine(threadCount: 2)
            engine.kernels = kernels
            let feed = Feed(["x": .random(Shape([batch, channels] + size), seed: 2)])
            return try (0..<3).map { _ in
                let run = try engine.gradient(network, feed: feed, of: ["y": .random(shape, seed: 3)], withRespectTo: ["x"])
                return try #require(run.gradients["x"])
            }
        }
    }

    static let convolutions: [Convolution] = [
        Convolution(),
        Convolution(kernel: [1, 1], pads: [0, 0, 0, 0]),
        Convolution(channels: 130, filters: 70, size: [7, 9], kernel: [1, 1], pads: [0, 0, 0, 0]),
        Convolution(batch: 2, channels: 17, filters: 35, size: [9, 20], kernel: [5, 3], pads: [2, 0, 1, 2]),
        Convolution(size: [15, 12], kernel: [1, 1], strides: [2, 3], pads: [0, 0, 0, 0]),
        Convolution(channels: 20, filters: 16, size: [19, 11], dilations: [2, 3], pads: [2, 3, 2, 3]),
        Convolution(size: [6, 6], kernel: [1, 7], pads: [0, 3, 0, 3]),
        Convolution(channels: 16, filters: 16, size: [5, 5], kernel: [5, 5], pads: [0, 0, 0, 0]),
        // These have no such form.
        Convolution(size: [15, 12], strides: [2, 2]),
        Convolution(channels: 3, filters: 16),
        Convolution(size: [8, 8], pads: [3, 3, 3, 3]),
    ]

    @Test(arguments: convolutions) func `they are those of the columns' products`(convolution: Convolution) throws {
        let expected = try convolution.gradients(.openblas)[0]
        let greatest = expected.doubles.map(abs).max() ?? 0
        for kernels in [KernelChoice.auto, .portable] {
            for found in try convolution.gradients(kernels) {
                #expect(found.shape == expected.shape)
                #expect(found.doubles.greatestDifference(to: expected.doubles) < 1e-5 * greatest)
            }
        }
    }
}
