import Tensors
import TestSupport
import Testing

@testable import Inference

/// What computes: our own kernels, OpenBLAS, plain loops.
@Suite struct KernelChoiceTests {
    @Test(arguments: KernelChoice.supported) func `every choice computes the same`(choice: KernelChoice) throws {
        let network = try Network(branchingGraph())
        let shape = try #require(network.values["x"]?.shape)
        let feed = Feed(["x": Tensor.random(shape, seed: 5)])
        let all = network.operations.flatMap(\.node.outputs)
        let expected = try Engine(threadCount: 2).run(network, feed: feed, wanted: all).values
        let engine = Engine(threadCount: 2)
        engine.kernels = choice
        for (name, tensor) in try engine.run(network, feed: feed, wanted: all).values {
            let exact = try #require(expected[name]).doubles
            #expect(tensor.doubles.greatestDifference(to: exact) <= 1e-5 * max(1, exact.map(abs).max() ?? 0), "\(name)")
        }
    }

    @Test func `another choice computes anew`() throws {
        let network = try Network(branchingGraph())
        let shape = try #require(network.values["x"]?.shape)
        let feed = Feed(["x": Tensor.random(shape, seed: 5)])
        let engine = Engine(threadCount: 1)
        let count = { try engine.run(network, feed: feed, wanted: network.outputs).computedValueCount }
        #expect(try count() > 0)
        #expect(try count() == 0)
        engine.kernels = .auto
        #expect(try count() == 0)
        engine.kernels = .reference
        #expect(try count() > 0)
    }
}
