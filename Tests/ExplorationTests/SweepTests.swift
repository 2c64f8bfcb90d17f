import Exploration
import Inference
import TestSupport
import Tensors
import Testing

@Suite struct SweepTests {
    @Test(arguments: ["conv1", "relu1", "conv2", "sum", "relu2", "pool", "row"])
    func `every channel is what a whole run with it taken out yields`(value: String) throws {
        let standing = [Edit("conv1", .scale([.init(channel: 2)], by: 2))]
        let specimen = try smallSpecimen(edits: standing)
        let result = try Sweep(specimen, value: value, classIndex: 2).run()
        #expect(result.doneCount == 5)
        #expect(result.channelCount == 5)
        #expect(result.baselineLogits == (try specimen.keepingLocality.logits().floats))
        for channel in 0..<5 {
            let scores = try specimen.edited(standing + [Edit(value, .scale([.init(channel: channel)], by: 0))]).logits().floats
            #expect(abs(result.logits[channel] - scores[2]) < 1e-4)
            #expect(result.topClasses[channel] == scores.indices.max { scores[$0] < scores[$1] })
        }
    }

    @Test func `what has no channels is refused`() throws {
        let specimen = try smallSpecimen()
        #expect(throws: SweepError.noChannels("nothing", shape: [])) { try Sweep(specimen, value: "nothing", classIndex: 0) }
        #expect(throws: SweepError.noClass(-1, count: 3)) { try Sweep(specimen, value: "relu1", classIndex: -1) }
    }
}

@Suite struct BatchedForwardTests {
    @Test(arguments: [1, 1 << 20]) func `batches yield what single runs yield, in order`(budget: Int) throws {
        let specimen = try smallSpecimen(edits: [Edit("relu1", .scale([.init(channel: 1)], by: 0.5))])
        let inputs = (0..<7).map { Tensor.random([1, 3, 14, 17], seed: UInt64(60 + $0)) }
        var received: [[Float]] = []
        let forward = try BatchedForward(specimen, wanted: ["scores", "pool"], budgetInBytes: budget)
        let done = try forward.run(count: inputs.count) {
            inputs[$0]
        } receive: { number, values in
            #expect(number == received.count)
            #expect(values["pool"]?.shape == [1, 5, 1, 1])
            received.append(values["scores"]?.floats ?? [])
        }
        #expect(done == inputs.count)
        for (input, scores) in zip(inputs, received) {
            let expected = try specimen.fed(["x": input]).logits().floats
            #expect(zip(scores, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }
}
