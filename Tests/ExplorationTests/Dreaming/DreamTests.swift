import Exploration
import Imaging
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct DreamTests {
    private let network: Network
    private let preprocessing = Preprocessing(
        heightInPixels: 12, widthInPixels: 12, mean: [127, 127, 127], standardDeviation: [64, 64, 64])

    /// Two convolutions with a rectifier between them.
    init() throws {
        var graph = Graph(name: "small", inputs: [GraphInput(name: "x", dimensions: [1, 3, 12, 12])], outputs: ["b"])
        graph.constants["wa"] = .random([4, 3, 3, 3], seed: 1)
        graph.constants["wb"] = .random([2, 4, 3, 3], seed: 2)
        for (name, kind, inputs) in [("a", "Conv", ["x", "wa"]), ("relu", "Relu", ["a"]), ("b", "Conv", ["relu", "wb"])] {
            graph.nodes.append(Node(name: name, operatorName: kind, inputs: inputs, outputs: [name]))
        }
        network = try Network(graph)
    }

    private func dream(_ objective: DreamObjective, steps: Int = 24) -> Dream {
        let specimen = Specimen(
            engine: Engine(threadCount: 1), network: network, feed: Feed(["x": .random([1, 3, 12, 12], seed: 3)]), inputName: "x",
            logitsName: "b")
        var dream = Dream(specimen, preprocessing: preprocessing, objective: objective)
        dream.stepCount = steps
        return dream
    }

    @Test(arguments: [
        DreamObjective.channel(value: "b", channel: 1), .unit(value: "b", channel: 0, position: [3, 4]),
        .direction(value: "b", vector: [1, -1]),
    ]) func `a dream climbs`(objective: DreamObjective) throws {
        let state = try dream(objective).run()
        #expect(state.scores.count == 24)
        #expect(try #require(state.finalScore) > state.scores[0] + 0.5)
        #expect(state.picture.heightInPixels == 12)
    }

    @Test func `an inverted layer comes closer to its maps`() throws {
        let subject = dream(.channel(value: "b", channel: 0))
        var inversion = dream(.likeness(value: "b", to: try subject.specimen.value("b")), steps: 60)
        inversion.jitterInPixels = 0
        let state = try inversion.run()
        #expect(try #require(state.finalScore) > 0.5 * state.scores[0])
    }

    @Test func `the same seed dreams the same dream`() throws {
        let objective = DreamObjective.channel(value: "b", channel: 1)
        let first = try dream(objective, steps: 4).run()
        #expect(try dream(objective, steps: 4).run().picture == first.picture)
        var other = dream(objective, steps: 4)
        other.seed = 1
        #expect(try other.run().picture != first.picture)
    }

    @Test func `a dream that is stopped keeps what it has`() throws {
        let control = RunControl()
        let state = try dream(.channel(value: "b", channel: 1)).run(control: control) { state in
            if state.scores.count == 3 { control.cancel() }
        }
        #expect(state.scores.count == 3)
        #expect(state.finalScore == nil)
    }

    @Test(arguments: [
        DreamObjective.channel(value: "v", channel: 1), .unit(value: "v", channel: 0, position: [1, 2]),
        .direction(value: "v", vector: [0.5, -2]), .likeness(value: "v", to: .random([1, 2, 2, 3], seed: 8)),
    ]) func `the seed of an objective is its gradient`(objective: DreamObjective) {
        let value = Tensor.random([1, 2, 2, 3], seed: 7)
        let seed = objective.seed(at: value).floats
        for index in 0..<value.elementCount {
            var (up, down) = (value.floats, value.floats)
            up[index] += 0.01
            down[index] -= 0.01
            let slope = (objective.score(Tensor(value.shape, up)) - objective.score(Tensor(value.shape, down))) / 0.02
            #expect(abs(slope - Double(seed[index])) < 1e-3)
        }
    }
}
