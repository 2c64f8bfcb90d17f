import Exploration
import Inference
import Tensors
import TestSupport
import Testing

/// What changing the input shows, on networks whose fields are known.
@Suite struct FieldMeterTests {
    private func measurement(
        of sketch: GraphSketch, _ value: String, at position: [Int]? = nil, channel: Int? = nil, feeding input: Tensor? = nil,
        control: RunControl = RunControl()
    ) throws -> FieldMeasurement {
        let network = try sketch.network()
        let shape = try #require(network.values["x"]?.shape)
        let specimen = Specimen(
            engine: Engine(threadCount: 1), network: network, feed: Feed(["x": input ?? .random(shape, in: 0...1, seed: 9)]),
            inputName: "x",
            logitsName: value)
        let fields = FieldAnalysis(network)
        let field = try fields.field(of: value, at: position, channel: channel)
        let place = channel.map { (axis: 1, index: $0) }
        return try FieldMeter(specimen, field, of: value, axes: fields.spatialAxes(of: value), channel: place).measure(control: control)
    }

    @Test func `nothing outside changes the unit, everything inside does`() throws {
        var sketch = GraphSketch([1, 2, 20, 20])
        sketch.convolution("a", 3, dilation: 2)
        sketch.convolution("b", 3, stride: 2)
        let result = try measurement(of: sketch, "b", at: [5, 5])
        #expect(result.outsideCount == 400 - 49 && result.outsideTrialCount == 4 && result.changedTrialCount == 0)
        #expect(result.base == .input)
        #expect(result.plannedBlockCount == 49 && result.reactingBlockCount == 49)
    }

    @Test func `the effect gathers in the middle of a stack`() throws {
        var sketch = GraphSketch([1, 1, 31, 31])
        for layer in 0..<6 { sketch.convolution("conv\(layer)", 3) }
        let result = try measurement(of: sketch, "conv5")
        let half = try #require(result.placeShare(ofEffect: 0.5))
        let most = try #require(result.placeShare(ofEffect: 0.9))
        #expect(half < 0.3 && half < most && most < 1)
        #expect(result.placeShare(ofEffect: 0) == 0)
    }

    @Test func `a unit that lets nothing pass is said to`() throws {
        var sketch = GraphSketch([1, 1, 8, 8])
        sketch.convolution("a", 3)
        sketch.constant("down", Tensor(scalar: -1000))
        sketch.add("Add", "low", of: ["a", "down"])
        sketch.add("Relu", "dead")
        let result = try measurement(of: sketch, "dead", at: [3, 3])
        #expect(result.base == .none && result.blocks.isEmpty && result.changedTrialCount == 0)
    }

    @Test func `a unit that is silent for the input only is measured in noise`() throws {
        var sketch = GraphSketch([1, 1, 8, 8])
        sketch.convolution("a", 3)
        sketch.add("Relu", "unit")
        let black = Tensor([1, 1, 8, 8], repeating: 0)
        let result = try measurement(of: sketch, "unit", at: [4, 4], feeding: black)
        #expect(result.base == .noise(trial: 1) && result.changedTrialCount == 0)
        #expect(result.blocks.count == 9 && result.reactingBlockCount == 9)
        #expect(try measurement(of: sketch, "unit", at: [4, 4], channel: 1).base == .input)
    }

    @Test func `stopped, it has what it found so far`() throws {
        var sketch = GraphSketch([1, 1, 24, 24])
        sketch.convolution("a", 7)
        let control = RunControl()
        let stopping = control.reporting { if $0 > 0.5 { control.cancel() } }
        let result = try measurement(of: sketch, "a", control: stopping)
        #expect(result.wasCancelled && !result.blocks.isEmpty && result.blocks.count < result.plannedBlockCount)
    }
}
