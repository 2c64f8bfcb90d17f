import Inference
import Tensors
import TestSupport
import Testing

@Suite struct RootMeanSquareTests {
    @Test(arguments: [0, 1, 2, -1])
    func `rows are brought to a mean square of 1 and scaled`(axis: Int) throws {
        let (x, scale) = (Tensor.random([2, 3, 4], seed: 1), Tensor.random([4], seed: 2))
        let found = try compute("RMSNormalization", ["axis": .int(axis), "epsilon": .float(0.1)], [x, scale], operatorSet: 23)[0]
        let length = [24, 12, 4][axis < 0 ? axis + 3 : axis]
        for index in 0..<24 {
            let row = index / length * length..<(index / length + 1) * length
            let mean = row.reduce(0.0) { $0 + Double(x.floats[$1] * x.floats[$1]) } / Double(length)
            let expected = Double(x.floats[index]) / (mean + 0.1).squareRoot() * Double(scale.floats[index % 4])
            #expect(abs(Double(found.floats[index]) - expected) < 1e-5)
        }
    }

    @Test func `in training mode a batch is normalized by its own moments, and the running ones follow`() throws {
        let x = Tensor.random([3, 2, 4], in: 0...5, seed: 1)
        let node = Node(
            name: "n", operatorName: "BatchNormalization", inputs: ["x", "s", "b", "m", "v"], outputs: ["y", "mean", "variance"],
            attributes: ["training_mode": .int(1), "momentum": .float(0.75), "epsilon": .float(0)])
        let graph = Graph(
            name: "training", inputs: [GraphInput(name: "x", dimensions: [3, 2, 4])], outputs: ["y", "mean", "variance"],
            constants: ["s": Tensor([2], [1, 2]), "b": Tensor([2], [0, 3]), "m": Tensor([2], [4, 4]), "v": Tensor([2], [1, 1])],
            nodes: [node])
        let run = try Engine(threadCount: 1).run(Network(graph), feed: Feed(["x": x]), wanted: graph.outputs)
        for channel in 0..<2 {
            let places = (0..<24).filter { $0 / 4 % 2 == channel }
            let mean = places.reduce(0) { $0 + x.floats[$1] } / 12
            let variance = places.reduce(0) { $0 + (x.floats[$1] - mean) * (x.floats[$1] - mean) } / 12
            for place in places {
                let expected = (x.floats[place] - mean) / variance.squareRoot() * [1, 2][channel] + [0, 3][channel]
                #expect(abs(try #require(run.values["y"]).floats[place] - expected) < 1e-4)
            }
            #expect(abs(try #require(run.values["mean"]).floats[channel] - (3 + mean / 4)) < 1e-5)
            #expect(abs(try #require(run.values["variance"]).floats[channel] - (0.75 + variance / 4)) < 1e-5)
        }
    }
}
