import Exploration
import Inference
import Synchronization
import TestSupport
import Tensors
import Testing

/// A small classifier: two convolutions with a skip between, pooled, three classes.
func smallSpecimen(edits: [Edit] = [], inputShape: Shape = [1, 3, 14, 17], transposes: Bool = false, threads: Int = 2) throws -> Specimen {
    var graph = Graph(
        name: "small", inputs: [GraphInput(name: "x", dimensions: inputShape.dimensions)], outputs: ["scores"],
        constants: [
            "w1": .random([5, 3, 3, 3], seed: 1), "w2": .random([5, 5, 3, 3], seed: 2), "w3": .random([5, 3], seed: 3),
            "b1": .random([5], seed: 4),
        ])
    func add(_ name: String, _ operatorName: String, _ inputs: [String], _ attributes: Attributes = [:]) {
        graph.nodes.append(Node(name: name, operatorName: operatorName, inputs: inputs, outputs: [name], attributes: attributes))
    }
    if transposes { add("channels", "Transpose", ["x"], ["perm": .ints([0, 3, 1, 2])]) }
    add("conv1", "Conv", [transposes ? "channels" : "x", "w1", "b1"], ["pads": .ints([1, 1, 1, 1]), "strides": .ints([2, 1])])
    add("relu1", "Relu", ["conv1"])
    add("conv2", "Conv", ["relu1", "w2"], ["pads": .ints([1, 1, 1, 1])])
    add("sum", "Add", ["conv2", "relu1"])
    add("relu2", "Relu", ["sum"])
    add("pool", "GlobalAveragePool", ["relu2"])
    add("row", "Flatten", ["pool"])
    add("scores", "MatMul", ["row", "w3"])
    return Specimen(
        engine: Engine(threadCount: threads), network: try Network(graph), feed: Feed(["x": .random(inputShape, seed: 9)]), edits: edits,
        inputName: "x", logitsName: "scores")
}

@Suite struct OcclusionTests {
    /// Covers a square of a picture `[1, C, H, W]` and runs the whole network.
    private func naiveLogit(_ specimen: Specimen, row: Int, column: Int, size: (Int, Int), fill: [Float]) throws -> Float {
        let picture = try #require(specimen.feed.tensors["x"])
        let (height, width) = (picture.shape[2], picture.shape[3])
        var pixels = picture.floats
        for channel in 0..<picture.shape[1] {
            for y in row..<min(height, row + size.0) {
                for x in column..<min(width, column + size.1) { pixels[(channel * height + y) * width + x] = fill[channel] }
            }
        }
        return try specimen.fed(["x": Tensor(picture.shape, pixels)]).logits().floats[1]
    }

    static let edits: [[Edit]] = [[], [Edit("relu1", .scale([.init(channel: 3)], by: 0))], [Edit("conv2", .swap(0, 4))]]

    @Test(arguments: edits) func `every position is what a whole run yields`(edits: [Edit]) throws {
        let specimen = try smallSpecimen(edits: edits)
        let baseline = try specimen.logits().floats[1]
        let fill: [Float] = [0.5, -1, 0]
        let result = try Occlusion(specimen, classIndex: 1, size: (4, 5), stride: (3, 4), fill: fill).run()
        #expect(result.rowStarts == [0, 3, 6, 9, 12])
        #expect(result.columnStarts == [0, 4, 8, 12])
        #expect(result.doneCount == 20)
        #expect(result.multiplyAdds < result.naiveMultiplyAdds)
        let drops = result.logitDrops.floats
        for (position, drop) in drops.enumerated() {
            let (row, column) = (result.rowStarts[position / 4], result.columnStarts[position % 4])
            let expected = baseline - (try naiveLogit(specimen, row: row, column: column, size: (4, 5), fill: fill))
            #expect(abs(drop - expected) < 1e-4, "at \(row), \(column)")
        }
    }

    @Test func `channels may come last`() throws {
        let specimen = try smallSpecimen(inputShape: [1, 14, 17, 3], transposes: true)
        let result = try Occlusion(specimen, classIndex: 1, size: (14, 17), stride: (1, 1)).run()
        let black = try specimen.fed(["x": Tensor([1, 14, 17, 3], repeating: 0)]).logits().floats[1]
        #expect(result.positionCount == 1)
        #expect(abs(result.baselineLogit - result.logitDrops.floats[0] - black) < 1e-5)
    }

    @Test func `cancelled, it has what was done`() throws {
        let control = RunControl()
        let heard = Mutex<[Double]>([])
        let listener = control.reporting { share in
            heard.withLock { $0.append(share) }
            control.cancel()
        }
        let specimen = try smallSpecimen(threads: 1)
        let result = try Occlusion(specimen, classIndex: 0, size: (1, 1), stride: (1, 1)).run(control: listener)
        #expect(result.positionCount == 238)
        #expect((1..<238).contains(result.doneCount) || heard.withLock { $0 } == [1])
        #expect(result.logitDrops.floats.count { $0.isFinite } == result.doneCount)
    }

    @Test func `what does not fit is refused`() throws {
        let specimen = try smallSpecimen()
        for (size, step) in [((0, 3), (1, 1)), ((3, 18), (1, 1)), ((3, 3), (0, 1)), ((3, 3), (1, -1))] {
            #expect(throws: OcclusionError.self) { try Occlusion(specimen, classIndex: 0, size: size, stride: step) }
        }
        #expect(throws: OcclusionError.noClass(3, count: 3)) { try Occlusion(specimen, classIndex: 3, size: (2, 2), stride: (2, 2)) }
        #expect(throws: OcclusionError.fill(2, expected: 3)) {
            try Occlusion(specimen, classIndex: 0, size: (2, 2), stride: (2, 2), fill: [0, 1])
        }
    }
}
