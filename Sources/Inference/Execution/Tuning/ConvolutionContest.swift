import CKernels
import Tensors

/// What the ways to compute one convolution take, side by side.
package struct ConvolutionContest: Sendable {
    /// The first layer that has the convolution.
    package let layer: String
    package let geometry: ConvolutionGeometry
    /// The way of the cost model.
    package let usual: ConvolutionWay
    /// The fastest run of each way that there is.
    package private(set) var durations: [ConvolutionWay: Duration] = [:]

    /// A way must save this share of the usual one's time to be preferred to it.
    private static let leastGain = 0.03
    private static let longestTime = Duration.milliseconds(150)
    private static let mostRounds = 25

    /// The fastest way, or the usual one where none is clearly faster.
    package var winner: ConvolutionWay {
        guard let best = durations.min(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }),
            let known = durations[usual], best.value < known * (1 - Self.leastGain)
        else { return usual }
        return best.key
    }

    /// Runs every way of a convolution in turn, over random numbers, as it would run between the other layers: with the weights no longer in the
    /// cache, if the others' take its place, and the input there.
    ///
    /// - Parameters:
    ///   - convolution: with weights of its own, which go with it.
    ///   - shape: of the input, `[N, C, H, W]`.
    ///   - others: memory as large as what a run reads before it comes to the layer again.
    init(
        _ convolution: BlockedConvolution, layer: String, shape: Shape, hasResidual: Bool, others: TensorStorage, in context: RunContext
    ) {
        self.layer = layer
        geometry = convolution.geometry(imageCount: shape[0], in: context)
        usual = convolution.usualWay(imageCount: shape[0], in: context)
        let jobs = Self.jobs(convolution, shape, hasResidual: hasResidual, in: context)
        let contestants = convolution.ways(in: context).map { way in (way: way, kernel: convolution.computed(way)) }
        guard contestants.count > 1 else { return }
        let clock = ContinuousClock()
        let begin = clock.now
        for round in 0...Self.mostRounds where round < 2 || clock.now - begin < Self.longestTime {
            for (way, kernel) in contestants {
                others.readThrough(in: context)
                for job in jobs { _ = job.input.tensor(job.input.region) }
                let start = clock.now
                kernel.run(jobs, in: context)
                let elapsed = clock.now - start
                // The first run arranges weights.
                if round > 0 { durations[way] = min(durations[way] ?? elapsed, elapsed) }
            }
        }
    }

    private static func jobs(_ convolution: BlockedConvolution, _ shape: Shape, hasResidual: Bool, in context: RunContext) -> [BlockedJob] {
        let output = Region(rows: 0..<convolution.outputExtents[0], columns: 0..<convolution.outputExtents[1])
        var random = RandomNumbers(seed: 1)
        let input = Tensor(shape) { numbers in for index in numbers.indices { numbers[index] = Float(random.nextUnit()) - 0.5 } }
        let region = convolution.covered(by: output)
        let inputs: [MapBuffer]
        if convolution.inputLayout == .blocked {
            inputs = MapBuffer.blocked(input, region: Region(all: shape).map { $0.union(region) } ?? region, in: context)
        } else {
            let part = region == Region(all: shape) ? input : input.cropped(to: region, patchedWith: nil)
            inputs = (0..<shape[0]).map { MapBuffer(part, image: $0, at: region) }
        }
        let zeros = Tensor([1, convolution.filterCount, output.rows.count, output.columns.count]) { $0.initialize(repeating: 0) }
        let residuals = hasResidual ? MapBuffer.blocked(zeros, region: output, in: context) : []
        return inputs.map {
            BlockedJob(
                input: $0, residual: residuals.first,
                output: MapBuffer(.blocked, channelCount: convolution.filterCount, region: output), region: output)
        }
    }
}

extension TensorStorage {
    /// Reads all bytes, by which whatever else the caches held goes.
    fileprivate func readThrough(in context: RunContext) {
        let piece = 1 << 16
        nonisolated(unsafe) let start = bytes.baseAddress
        context.parallel(byteCount / piece) { pieces in
            guard let first = start.map({ $0 + pieces.lowerBound * piece }) else { return }
            _ = cnns_read_memory(first, pieces.count * piece)
        }
    }
}
