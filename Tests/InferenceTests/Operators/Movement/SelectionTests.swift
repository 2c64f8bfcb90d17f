import Inference
import Tensors
import TestSupport
import Testing

@Suite struct SelectionTests {
    @Test func `places that are not 0 are listed by axes`() throws {
        let x = Tensor([2, 3], [0, 1, 0, -2, 0, .nan])
        let found = try compute("NonZero", [:], [x])[0]
        #expect(found.shape == [2, 3])
        #expect(found.integers == [0, 1, 1, 1, 0, 2])
        #expect(try compute("NonZero", [:], [Tensor(scalar: 1)])[0].shape == [0, 1])
    }

    @Test func `parts or elements are kept where a condition is true`() throws {
        let x = Tensor.counting([3, 2])
        let condition = Tensor([2], elements: [false, true])
        #expect(try compute("Compress", ["axis": .int(0)], [x, condition])[0].floats == [2, 3])
        #expect(try compute("Compress", ["axis": .int(-1)], [x, condition])[0].floats == [1, 3, 5])
        #expect(try compute("Compress", [:], [x, Tensor([4], elements: [true, false, false, true])])[0].floats == [0, 3])
        #expect(try compute("Compress", [:], [x, Tensor([9], elements: [Bool](repeating: true, count: 9))])[0].floats.count == 6)
    }

    @Test(arguments: [(0, 1), (1, 0)])
    func `rows are turned around as far as they are long`(time: Int, batch: Int) throws {
        let x = Tensor.counting([3, 3, 2])
        let lengths = [3, 1, 2]
        let found = try compute("ReverseSequence", ["time_axis": .int(time), "batch_axis": .int(batch)], [x, .integers(lengths)])[0]
        for position in 0..<18 {
            var place = x.shape.place(of: position)
            if place[time] < lengths[place[batch]] { place[time] = lengths[place[batch]] - 1 - place[time] }
            #expect(found.floats[position] == x.floats[x.shape.position(of: place)])
        }
        #expect(throws: OperatorError.self) { try compute("ReverseSequence", [:], [x, .integers([1, 4, 1])]) }
    }

    @Test(arguments: [0, 1])
    func `different elements are listed with their places and counts`(isSorted: Int) throws {
        let found = try compute("Unique", ["sorted": .int(isSorted)], [Tensor([6], [2, 1, 1, 3, 4, 3])], outputCount: 4)
        let order: [Float] = isSorted == 1 ? [1, 2, 3, 4] : [2, 1, 3, 4]
        #expect(found[0].floats == order)
        #expect(found[1].integers == order.map { [2, 1, 1, 3, 4, 3].firstIndex(of: $0) ?? -1 })
        #expect(found[2].integers == [2, 1, 1, 3, 4, 3].map { order.firstIndex(of: $0) ?? -1 })
        #expect(found[3].integers == order.map { number in [2, 1, 1, 3, 4, 3].count { $0 == number } })
    }

    @Test func `different parts along an axis are compared as wholes`() throws {
        let x = Tensor([2, 3], [1, 0, 1, 5, 2, 5])
        let found = try compute("Unique", ["axis": .int(1)], [x], outputCount: 4)
        #expect(found[0].floats == [0, 1, 2, 5])
        #expect(found.dropFirst().map(\.integers) == [[1, 0], [1, 0, 1], [1, 2]])
    }

    @Test func `what follows an open shape runs by the shape of the run`() throws {
        let nodes = [("n", "NonZero", ["x"]), ("t", "Transpose", ["n"]), ("g", "GatherND", ["x", "t"]), ("s", "ReduceSum", ["g"])]
        let graph = Graph(
            name: "late", inputs: [GraphInput(name: "x", dimensions: [2, 2])], outputs: ["s", "g"],
            nodes: nodes.map { Node(name: $0, operatorName: $1, inputs: $2, outputs: [$0]) })
        let network = try Network(graph)
        #expect(network.layers.all.map(\.shapeDescription) == ["open", "open", "open", "open"])
        for (x, kept) in [([1, 0, 0, 2], [1, 2]), ([3, 0, 0, 0], [3]), ([0, 0, 0, 0], [])] as [([Float], [Float])] {
            let run = try Engine(threadCount: 1).run(network, feed: Feed(["x": Tensor([2, 2], x)]), wanted: ["s", "g", "n"])
            #expect(run.values["g"]?.floats == kept)
            #expect(run.values["s"]?.floats == [kept.reduce(0, +)])
        }
    }
}
