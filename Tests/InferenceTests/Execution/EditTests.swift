import Inference
import Tensors
import TestSupport
import Testing

@Suite struct EditTests {
    private let network: Network
    private let feed = Feed(["x": .random([1, 8, 6, 6], seed: 99)])
    private let engine = Engine(threadCount: 2)

    init() throws { network = try Network(residualBlock()) }

    private func value(_ name: String, _ edits: [Edit] = [], from engine: Engine? = nil) throws -> Tensor {
        try #require(try (engine ?? self.engine).run(network, feed: feed, edits: edits, wanted: [name]).values[name])
    }

    /// The numbers of one channel of `[1, C, 6, 6]`.
    private func channel(_ index: Int, of tensor: Tensor) -> [Float] { tensor.part(0).part(index).floats }

    @Test func `an ablated channel is zero and the others stay`() throws {
        let plain = try value("relu")
        let edited = try value("relu", [Edit("relu", .scale([Edit.Place(channel: 3)], by: 0))])
        #expect(channel(3, of: edited).allSatisfy { $0 == 0 })
        for other in 0..<8 where other != 3 { #expect(channel(other, of: edited) == channel(other, of: plain)) }
    }

    @Test func `a kept channel stays and the others are zero`() throws {
        let edited = try value("relu", [Edit("relu", .keep([Edit.Place(channel: 3)]))])
        #expect(channel(3, of: edited) == channel(3, of: try value("relu")))
        for other in 0..<8 where other != 3 { #expect(channel(other, of: edited).allSatisfy { $0 == 0 }) }
    }

    @Test func `one place of one channel can be scaled`() throws {
        let plain = try value("conv1")
        let edited = try value("conv1", [Edit("conv1", .scale([Edit.Place(channel: 2, position: [4, 5])], by: -2))])
        for index in 0..<plain.elementCount {
            #expect(edited.floats[index] == plain.floats[index] * (index == 2 * 36 + 4 * 6 + 5 ? -2 : 1))
        }
    }

    @Test func `swapped channels change places`() throws {
        let plain = try value("relu")
        let edited = try value("relu", [Edit("relu", .swap(1, 6))])
        #expect(channel(1, of: edited) == channel(6, of: plain))
        #expect(channel(6, of: edited) == channel(1, of: plain))
        #expect(channel(0, of: edited) == channel(0, of: plain))
    }

    @Test(arguments: ["conv1", "bn1", "relu", "conv2", "bn2", "add"])
    func `an edit reaches the end whatever is folded`(edited: String) throws {
        let edit = Edit(edited, .scale([Edit.Place(channel: 0)], by: 0.5))
        // Every value asked for: nothing is folded.
        let names = network.layers.all.map(\.valueName)
        let open = try Engine(threadCount: 1).run(network, feed: feed, edits: [edit], wanted: names).values
        let folded = try value("relu_1", [edit])
        #expect(folded.relativeDifference(to: try #require(open["relu_1"])) < 1e-5)
        #expect(folded.floats != (try value("relu_1")).floats)
    }

    @Test func `what no edit reaches comes from the cache`() throws {
        _ = try value("relu")
        let edit = Edit("relu", .scale([Edit.Place(channel: 3)], by: 0))
        let run = try engine.run(network, feed: feed, edits: [edit], wanted: ["relu_1"])
        #expect(run.multiplyAdds == 8 * 8 * 9 * 36)
        #expect(try #require(run.values["relu_1"]).relativeDifference(to: try value("relu_1", [edit], from: Engine(threadCount: 1))) < 1e-5)
    }

    @Test func `edits do not leak into runs without them`() throws {
        let plain = try value("relu_1", from: Engine(threadCount: 1)).floats
        _ = try value("relu_1", [Edit("relu", .scale([Edit.Place(channel: 3)], by: 0))])
        #expect(try value("relu_1").floats == plain)
    }

    @Test func `a feed may start in the middle`() throws {
        let relu = try value("relu")
        let run = try engine.run(network, feed: Feed(["relu": relu, "x": try #require(feed.tensors["x"])]), wanted: ["relu_1"])
        #expect(run.multiplyAdds == 8 * 8 * 9 * 36)
        #expect(run.values["relu_1"]?.floats == (try value("relu_1")).floats)
        let alone = try engine.run(network, feed: Feed(["relu": relu]), wanted: ["conv2"])
        #expect(alone.operationCount == 1)
        #expect(throws: RunError.self) { try engine.run(network, feed: Feed(["relu": relu]), wanted: ["relu_1"]) }
    }

    @Test(arguments: [
        (Edit("nothing", .swap(0, 1)), "the network has no value 'nothing'"),
        (Edit("x", .swap(0, 1)), "'x' is not computed, only computed values can be edited"),
        (Edit("relu", .swap(0, 8)), "no channel 8 in 'relu', whose shape is 1x8x6x6"),
        (Edit("relu", .scale([Edit.Place(channel: -1)], by: 0)), "no channel -1 in 'relu', whose shape is 1x8x6x6"),
        (Edit("relu", .keep([Edit.Place(channel: 1, position: [6, 0])])), "no place @6,0 in 'relu', whose shape is 1x8x6x6"),
    ]) func `an edit that does not fit is refused`(edit: Edit, message: String) throws {
        let error = try #require(throws: EditError.self) { try engine.run(network, feed: feed, edits: [edit], wanted: ["relu_1"]) }
        #expect(error.description == message)
    }
}
