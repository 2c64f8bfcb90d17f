import Exploration
import Imaging
import Inference
import ModelFormats
import Tensors
import TestSupport
import Testing

struct AttributionTests {
    @Test(arguments: [1, 2] as [UInt64])
    func `the gradient is what central differences are`(seed: UInt64) throws {
        let small = try SmallNetwork(seed: seed)
        let found = try Attribution.gradient(.gradient, of: 2, in: small.specimen)
        let (numbers, step) = (small.input.floats, Float(1e-2))
        for index in stride(from: 0, to: numbers.count, by: 9) {
            func logit(_ change: Float) throws -> Float {
                var moved = numbers
                moved[index] += change
                return try small.logits(Tensor(SmallNetwork.inputShape, moved))[2]
            }
            let expected = try (logit(step) - logit(-step)) / (2 * step)
            #expect(abs(found.values.floats[index] - expected) < 5e-3, "\(index)")
        }
        #expect(found.logit == (try small.specimen.logits().floats[2]))
    }

    @Test func `without biases gradient times input sums to the logit`() throws {
        let small = try SmallNetwork(seed: 3, hasBias: false)
        let found = try Attribution.gradient(.inputgradient, of: 0, in: small.specimen)
        #expect(abs(found.values.floats.reduce(0, +) - found.logit) < 1e-5)
    }

    @Test func `the rules of rectifiers pass different things back`() throws {
        let small = try SmallNetwork(seed: 4)
        let maps = try [AttributionMethod.gradient, .guided, .deconvnet].map {
            try Attribution.gradient($0, of: 1, in: small.specimen).values.floats
        }
        #expect(maps[0] != maps[1] && maps[1] != maps[2] && maps[0] != maps[2])
    }

    @Test func `integrated gradients sum to what the logit gains`() throws {
        let specimen = try digits("digit-7")
        for classNumber in [7, 2] {
            let found = try IntegratedGradients(of: classNumber, in: specimen).attribution()
            let completeness = try #require(found.completeness)
            #expect(completeness.error < 0.01, "class \(classNumber): \(completeness)")
            let blank = try specimen.fed([specimen.inputName: Tensor([1, 1, 28, 28], repeating: 0)]).logits().floats[classNumber]
            #expect(abs(completeness.difference - Double(found.logit - blank)) < 1e-5)
        }
    }

    @Test func `even steps are the midpoint rule`() throws {
        let small = try SmallNetwork(seed: 5)
        let (input, baseline) = (small.input.floats, Tensor.random(SmallNetwork.inputShape, seed: 6).floats)
        let method = try IntegratedGradients(of: 1, in: small.specimen, baseline: Tensor(SmallNetwork.inputShape, baseline))
        var sums = [Float](repeating: 0, count: input.count)
        for step in 0..<10 {
            let share = (Float(step) + 0.5) / 10
            let point = Tensor(SmallNetwork.inputShape, input.indices.map { baseline[$0] + share * (input[$0] - baseline[$0]) })
            let gradient = try Attribution.gradient(.gradient, of: 1, in: small.specimen.fed(["x": point])).values.floats
            for index in sums.indices { sums[index] += gradient[index] / 10 }
        }
        let expected = Tensor(SmallNetwork.inputShape, sums.indices.map { sums[$0] * (input[$0] - baseline[$0]) })
        let even = try method.attribution(steps: 10)
        #expect(even.values.relativeDifference(to: expected) < 1e-5)
        #expect(even.samples == (10, 10))
        let sum = even.values.floats.reduce(0.0) { $0 + Double($1) }
        #expect(abs(try #require(even.completeness).sum - sum) < 1e-5)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `refined steps sum to what the logit gains`(seed: UInt64) throws {
        let small = try SmallNetwork(seed: seed)
        let baseline = Tensor.random(SmallNetwork.inputShape, seed: seed + 100)
        let refined = try IntegratedGradients(of: 1, in: small.specimen, baseline: baseline).attribution()
        let gain = Double(try small.logits(small.input)[1]) - Double(try small.logits(baseline)[1])
        let sum = refined.values.floats.reduce(0.0) { $0 + Double($1) }
        #expect(abs(sum - gain) <= 0.006 * abs(gain), "\(sum) for \(gain) in \(refined.samples)")
    }

    @Test func `a baseline of another shape is refused`() throws {
        let small = try SmallNetwork(seed: 5)
        #expect(throws: EvidenceError.baselineShape(expected: SmallNetwork.inputShape, found: [3])) {
            try IntegratedGradients(of: 1, in: small.specimen, baseline: Tensor([3], [1, 2, 3]))
        }
    }

    @Test func `SmoothGrad without noise is the gradient, and with noise what the seed says`() throws {
        let small = try SmallNetwork(seed: 7)
        let gradient = try Attribution.gradient(.gradient, of: 0, in: small.specimen).values
        let still = try SmoothGrad(sampleCount: 3, noiseShare: 0).attribution(of: 0, in: small.specimen)
        #expect(still.values.relativeDifference(to: gradient) < 1e-6)
        let noisy = try (0..<2).map { _ in try SmoothGrad(sampleCount: 4, seed: 1).attribution(of: 0, in: small.specimen).values.floats }
        #expect(noisy[0] == noisy[1] && noisy[0] != gradient.floats)
        #expect(try SmoothGrad(sampleCount: 4, seed: 2).attribution(of: 0, in: small.specimen).values.floats != noisy[0])
    }

    @Test func `noise has the deviation asked for, as a share of the input's range`() throws {
        let input = Tensor([1, 1, 40, 50], (0..<2000).map { Float($0 % 5) })
        let samples = Array(SmoothGrad(sampleCount: 3, noiseShare: 0.25, seed: 3).noise(for: input))
        #expect(samples.count == 3 && samples[0].floats != samples[1].floats)
        for sample in samples {
            #expect(abs(sample.statistics.mean) < 0.1)
            #expect(abs(sample.statistics.standardDeviation - 1) < 0.07)
        }
    }

    @Test func `stopped methods have what they did so far`() throws {
        let small = try SmallNetwork(seed: 8)
        let smooth = try stopped { try SmoothGrad(sampleCount: 100).attribution(of: 0, in: small.specimen, control: $0) }
        #expect(smooth.samples.done == 1 && smooth.samples.asked == 100)
        let integrated = try stopped { try IntegratedGradients(of: 0, in: small.specimen).attribution(steps: 50, control: $0) }
        #expect(integrated.samples.done == 1 && integrated.samples.asked == 50)
        let masks = try stopped { try RandomizedMasks(count: 5000, cells: 3).map(of: 0, in: small.specimen, control: $0) }
        #expect(masks.masks.done > 0 && masks.masks.done < 5000)
        let control = RunControl()
        control.cancel()
        #expect(throws: RunCancelled.self) { try SmoothGrad().attribution(of: 0, in: small.specimen, control: control) }
        #expect(throws: RunCancelled.self) { try IntegratedGradients(of: 0, in: small.specimen).attribution(control: control) }
    }

    /// Runs something that is cancelled when it first reports how far it is.
    private func stopped<Result>(_ body: (RunControl) throws -> Result) throws -> Result {
        let control = RunControl()
        return try body(control.reporting { _ in control.cancel() })
    }

    @Test func `channels are reduced as they are asked to be`() throws {
        let attribution = Attribution(
            method: .gradient, classNumber: 0, values: Tensor([1, 2, 1, 2], [3, -1, -4, 0.5]), logit: 0)
        #expect(try attribution.map(.max).floats == [4, 1])
        #expect(try attribution.map(.sum).floats == [-1, -0.5])
        #expect(try attribution.map(.norm).floats == [5, Float(1.25).squareRoot()])
    }

    /// The digit network with one of its pictures.
    private func digits(_ picture: String) throws -> Specimen {
        let cache = try AssetCache.standard()
        let model = try ModelLoader.load("digits", cache: cache)
        let sample = try #require(SampleCatalog.sample(named: picture))
        let image = try ImageCodecCatalog.decode(cache.file(of: sample.asset).contents.withBytes { Array($0) })
        let input = model.preprocessing.tensor(from: image)
        let name = try #require(model.graph.inputs.first).name
        let network = try Network(model.graph, inputShapes: [name: input.shape])
        return Specimen(
            engine: Engine(threadCount: 2), network: network, feed: Feed([name: input]), inputName: name,
            logitsName: try #require(network.outputs.first))
    }
}
