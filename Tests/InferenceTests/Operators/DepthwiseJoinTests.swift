import TestSupport
import Tensors
import Testing

@testable import Inference

/// Depthwise convolutions that are computed along with what is before and after them.
@Suite struct DepthwiseJoinTests {
    /// An inverted residual block: pointwise, depthwise, pointwise, and perhaps the input added.
    struct Block: Sendable, CustomTestStringConvertible {
        var batch = 1
        var channels = 16
        var size = [28, 28]
        var expanded = 48
        var kernel = 3
        var stride = 1
        var dilation = 1
        var firstKernel = 1
        var firstStride = 1
        var isResidual = false
        /// Padding of the depthwise convolution; without it, as much as keeps the size.
        var pad: Int?

        var testDescription: String {
            "\(batch)×\(channels)×\(size) to \(expanded), \(firstKernel)×\(firstKernel), \(kernel)×\(kernel) /\(stride) dilated by \(dilation)"
        }

        func network() throws -> Network {
            let outputs = isResidual ? channels : 20
            var graph = Graph(
                name: "block", inputs: [GraphInput(name: "x", dimensions: [batch, channels] + size)], outputs: ["y"],
                constants: [
                    "v": .random([expanded, channels, firstKernel, firstKernel], seed: 1), "vb": .random([expanded], seed: 2),
                    "w": .random([expanded, 1, kernel, kernel], seed: 3), "wb": .random([expanded], seed: 4),
                    "u": .random([outputs, expanded, 1, 1], seed: 5), "ub": .random([outputs], seed: 6),
                ])
            let (pad, firstPad) = (pad ?? kernel / 2 * dilation, firstKernel / 2)
            graph.nodes = [
                Node(
                    name: "expand", operatorName: "Conv", inputs: ["x", "v", "vb"], outputs: ["e"],
                    attributes: [
                        "pads": .ints([firstPad, firstPad, firstPad, firstPad]), "strides": .ints([firstStride, firstStride]),
                    ]),
                Node(name: "relu", operatorName: "Relu", inputs: ["e"], outputs: ["r"]),
                Node(
                    name: "depthwise", operatorName: "Conv", inputs: ["r", "w", "wb"], outputs: ["d"],
                    attributes: [
                        "pads": .ints([pad, pad, pad, pad]), "strides": .ints([stride, stride]), "dilations": .ints([dilation, dilation]),
                        "group": .int(expanded),
                    ]),
                Node(name: "relu2", operatorName: "Relu", inputs: ["d"], outputs: ["s"]),
                Node(name: "project", operatorName: "Conv", inputs: ["s", "u", "ub"], outputs: ["p"]),
            ]
            graph.nodes.append(
                isResidual
                    ? Node(name: "add", operatorName: "Add", inputs: ["p", "x"], outputs: ["y"])
                    : Node(name: "relu3", operatorName: "Relu", inputs: ["p"], outputs: ["y"]))
            return try Network(graph)
        }

        var input: Tensor { .random(Shape([batch, channels] + size), seed: 7) }
    }

    static let blocks: [Block] = [
        Block(),
        Block(isResidual: true),
        Block(channels: 24, size: [57, 33], expanded: 144, stride: 2),
        Block(channels: 17, size: [41, 30], expanded: 35, kernel: 5),
        Block(channels: 3, size: [45, 46], expanded: 32, firstKernel: 3),
        Block(batch: 2, channels: 1, size: [71, 52], expanded: 20, kernel: 5, firstKernel: 5, firstStride: 2),
        Block(batch: 3, channels: 18, size: [29, 7], expanded: 50, isResidual: true),
        Block(batch: 2, channels: 8, size: [112, 56], expanded: 192, kernel: 5, stride: 2),
        Block(channels: 33, size: [60, 14], expanded: 64, stride: 3),
        Block(channels: 20, size: [31, 19], expanded: 40, dilation: 2),
        Block(channels: 40, size: [7, 7], expanded: 112, isResidual: true),
        Block(batch: 2, channels: 19, size: [5, 1], expanded: 65, kernel: 5),
        Block(channels: 16, size: [1, 9], expanded: 33, stride: 2),
        // Windows that lie in the padding altogether, and such as leave rows out.
        Block(channels: 16, size: [30, 9], expanded: 48, pad: 6),
        Block(channels: 16, size: [6, 5], expanded: 96, pad: 5),
        Block(channels: 16, size: [4, 4], expanded: 80, stride: 4, pad: 7),
        Block(channels: 16, size: [40, 11], expanded: 40, kernel: 1, stride: 3, pad: 0),
        Block(channels: 16, size: [9, 11], expanded: 72, kernel: 1, stride: 5, pad: 4),
    ]

    @Test(arguments: blocks)
    func `joined operations compute what each computes alone`(_ block: Block) throws {
        let network = try block.network()
        let feed = Feed(["x": block.input])
        // What somebody looks at is computed by itself.
        let apart = try Engine(threadCount: 1).run(network, feed: feed, wanted: ["r", "s", "y"])
        let expected = try #require(apart.values["y"])
        for threadCount in 1...5 {
            let engine = Engine(threadCount: threadCount)
            let joined = try engine.run(network, feed: feed, wanted: ["y"], caching: false)
            #expect(try #require(joined.values["y"]).floats == expected.floats)
            #expect(joined.operationCount < apart.operationCount)
            // Memory from the run before is used again.
            let again = try engine.run(network, feed: feed, wanted: ["y"], caching: false)
            #expect(again.values["y"]?.floats == expected.floats)
        }
    }

    @Test func `a value that two operations read is not joined`() throws {
        var graph = Graph(
            name: "fork", inputs: [GraphInput(name: "x", dimensions: [1, 16, 30, 30])], outputs: ["y", "z"],
            constants: ["w": .random([16, 1, 3, 3], seed: 1), "u": .random([8, 16, 1, 1], seed: 2)])
        graph.nodes = [
            Node(
                name: "depthwise", operatorName: "Conv", inputs: ["x", "w"], outputs: ["d"],
                attributes: ["pads": .ints([1, 1, 1, 1]), "group": .int(16)]),
            Node(name: "project", operatorName: "Conv", inputs: ["d", "u"], outputs: ["y"]),
            Node(name: "exp", operatorName: "Exp", inputs: ["d"], outputs: ["z"]),
        ]
        let network = try Network(graph)
        let run = try Engine(threadCount: 2).run(network, feed: Feed(["x": .random([1, 16, 30, 30], seed: 3)]), wanted: ["y", "z"])
        #expect(run.operationCount == 3)
    }
}
