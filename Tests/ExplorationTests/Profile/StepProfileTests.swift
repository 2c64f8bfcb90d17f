import Exploration
import Inference
import ModelFormats
import Tensors
import Testing

/// What the steps of a run take.
struct StepProfileTests {
    private static func profile(_ kernels: KernelChoice) throws -> (StepProfile, Network) {
        let settings = NetworkText(size: [16, 16])
        let network = try Network(
            settings.graph("c3 c3 p2 c3", name: "small"), inputShapes: ["input": [1, settings.inputChannelCount, 16, 16]])
        let engine = Engine(threadCount: 2)
        engine.kernels = kernels
        let shape = try #require(network.values[network.inputs[0].name]?.shape)
        let specimen = Specimen(
            engine: engine, network: network, feed: Feed([network.inputs[0].name: Tensor(shape, repeating: 1)]),
            inputName: network.inputs[0].name, logitsName: network.outputs[0])
        return (try StepProfile(specimen), network)
    }

    @Test(arguments: KernelChoice.supported) func `steps do all of the network's work, each in some time`(kernels: KernelChoice) throws {
        let (profile, network) = try Self.profile(kernels)
        #expect(profile.steps.reduce(0) { $0 + $1.multiplyAdds } == network.layers.all.reduce(0) { $0 + $1.multiplyAdds })
        #expect(profile.steps.allSatisfy { $0.duration > .zero } && profile.duration > .zero)
        #expect(profile.steps.last?.output == network.outputs[0])
        #expect(profile.peak > 0)
        if [.openblas, .reference].contains(kernels) { #expect(profile.steps.allSatisfy { $0.algorithm == .plain }) }
    }
}
