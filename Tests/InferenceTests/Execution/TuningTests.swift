import TestSupport
import Tensors
import Testing

@testable import Inference

/// Measured ways of convolutions: their record, and what plans make of it.
@Suite struct TuningTests {
    private static let geometry = ConvolutionGeometry(.avx2, numbers: [1, 16, 32, 24, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2])
    private static let heading = "cnns tuned convolutions 1\nthis machine\n"

    @Test func `a record is read as it was written`() throws {
        var tuned = TunedConvolutions()
        for (number, way) in ConvolutionWay.allCases.enumerated() {
            let numbers = [1 + number, 16, 32, 24, 25, 3, 3, 1, 2, 1, 1, 0, 1, 2, 0, 1 + number]
            tuned.set(way, for: try #require(ConvolutionGeometry(.avx2, numbers: numbers)))
        }
        let text = tuned.text(machine: "this machine")
        #expect(text.hasPrefix(Self.heading))
        #expect(try TunedConvolutions(text: text, machine: "this machine") == tuned)
    }

    @Test(arguments: [
        ("", 1), ("something else\n", 1), ("cnns tuned convolutions 1\n", 2), ("cnns tuned convolutions 1\nanother\n", 2),
        (heading + "best avx2 1 16 32 24 24 3 3 1 1 1 1 1 1 1 1 2\n", 3), (heading + "rows avx2 1 16\n", 3),
        (heading + "rows fastest 1 16 32 24 24 3 3 1 1 1 1 1 1 1 1 2\n", 3),
        (heading + "rows avx2 1 16 32 24 24 3 3 1 1 1 1 1 1 1 1 two\n", 3),
        (heading + "rows avx2 0 16 32 24 24 3 3 1 1 1 1 1 1 1 1 2\n", 3),
        (heading + "rows avx2 1 16 32 24 24 3 3 1 1 1 1 -1 1 1 1 2\n", 3),
        (heading + "rows avx2 1 16 32 24 99999999999 3 3 1 1 1 1 1 1 1 1 2\n", 3),
        (heading + "rows avx2 1 16 32 24 24 3 3 1 1 1 1 1 1 1 1 2 7\n", 3),
    ])
    func `a record that says something else is refused, with its line`(text: String, line: Int) {
        let error = #expect(throws: TunedConvolutions.FormatError.self) { try TunedConvolutions(text: text, machine: "this machine") }
        #expect(error?.line == line)
    }

    @Test func `a record of more convolutions than are kept is refused`() {
        let lines = (1...TunedConvolutions.mostWays + 1).map { "rows avx2 \($0) 16 32 24 24 3 3 1 1 1 1 1 1 1 1 2" }
        #expect(throws: TunedConvolutions.FormatError.self) {
            try TunedConvolutions(text: Self.heading + lines.joined(separator: "\n"), machine: "this machine")
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever happens to a record, it is read or refused`(seed: UInt64) throws {
        var random = RandomNumbers(seed: seed)
        var tuned = TunedConvolutions()
        tuned.set(.tiles, for: try #require(Self.geometry))
        let bytes = Array(tuned.text(machine: "this machine").utf8)
        for _ in 0..<500 {
            var changed = bytes
            for _ in 0..<3 { changed[Int(random.next() % UInt64(changed.count))] = UInt8(truncatingIfNeeded: random.next()) }
            let text = String(decoding: changed, as: UTF8.self)
            let read = try? TunedConvolutions(text: text, machine: "this machine")
            #expect(read?.ways.count ?? 0 <= 3, "seed \(seed)")
        }
    }

    /// A convolution by tiles, one that could be, and one that cannot.
    private static func network() throws -> Network {
        var graph = Graph(
            name: "three", inputs: [GraphInput(name: "x", dimensions: [1, 16, 24, 24])], outputs: ["y"],
            constants: [
                "u": .random([32, 16, 3, 3], seed: 1), "v": .random([32, 32, 3, 3], seed: 2), "w": .random([16, 32, 1, 1], seed: 3),
            ])
        graph.nodes = [
            Node(name: "a", operatorName: "Conv", inputs: ["x", "u"], outputs: ["a"], attributes: ["pads": .ints([1, 1, 1, 1])]),
            Node(
                name: "p", operatorName: "MaxPool", inputs: ["a"], outputs: ["p"],
                attributes: ["kernel_shape": .ints([3, 3]), "strides": .ints([3, 3])]),
            Node(name: "b", operatorName: "Conv", inputs: ["p", "v"], outputs: ["b"], attributes: ["pads": .ints([1, 1, 1, 1])]),
            Node(name: "y", operatorName: "Conv", inputs: ["b", "w"], outputs: ["y"]),
        ]
        return try Network(graph)
    }

    private static func run(_ engine: Engine, _ network: Network, keepsLocality: Bool = false) throws -> (
        output: Tensor, steps: [StepTiming]
    ) {
        let recorder = StepRecorder()
        let run = try engine.run(
            network, feed: Feed(["x": .random([1, 16, 24, 24], seed: 4)]), wanted: ["y"], caching: false, keepsLocality: keepsLocality,
            recorder: recorder)
        return (try #require(run.values["y"]), recorder.steps)
    }

    @Test(arguments: ConvolutionWay.allCases)
    func `a plan takes the measured way, with the same results`(way: ConvolutionWay) throws {
        let (network, engine) = (try Self.network(), Engine(threadCount: 2))
        let feed = Feed(["x": .random([1, 16, 24, 24], seed: 4)])
        let expected = try Self.run(engine, network)
        #expect(expected.steps.filter { $0.operatorName == "Conv" }.map(\.algorithm) == [.tiles, .blocks, .blocks])
        #expect(expected.steps.allSatisfy { !$0.isTuned })
        let contests = try engine.convolutionContests(network, feed: feed, wanted: ["y"])
        #expect(contests.map(\.layer) == ["a", "b", "y"])
        #expect(
            contests.map { Set($0.durations.keys) } == [Set(ConvolutionWay.allCases), Set(ConvolutionWay.allCases), [.rows, .filters]])
        engine.tuned = TunedConvolutions(ways: Dictionary(uniqueKeysWithValues: contests.map { ($0.geometry, way) }))
        let tuned = try Self.run(engine, network)
        #expect(tuned.output.relativeDifference(to: expected.output) < 2e-5)
        let convolutions = tuned.steps.filter { $0.operatorName == "Conv" }
        #expect(convolutions.map(\.algorithm) == (way == .tiles ? [.tiles, .tiles, .blocks] : [.blocks, .blocks, .blocks]))
        #expect(convolutions.map(\.isTuned) == [true, true, way != .tiles])
        let local = try Self.run(engine, network, keepsLocality: true)
        #expect(local.steps.allSatisfy { $0.algorithm != .tiles })
        engine.tuned = nil
        #expect(try Self.run(engine, network).output.floats == expected.output.floats)
    }

    @Test func `measuring stops when it is to`() throws {
        let control = RunControl()
        control.cancel()
        let contests = try Engine(threadCount: 2).convolutionContests(
            try Self.network(), feed: Feed(["x": .random([1, 16, 24, 24], seed: 4)]), wanted: ["y"], control: control)
        #expect(contests.isEmpty)
    }

    @Test func `a step says how many bytes it reads and makes`() throws {
        let steps = try Self.run(Engine(threadCount: 1), try Self.network()).steps
        let step = try #require(steps.first { $0.name == "a" })
        #expect(step.byteCount == 4 * (16 * 24 * 24 + 32 * 16 * 9 + 32 * 24 * 24))
    }
}
