import CKernels

/// A depthwise convolution with the convolution that makes its input, by pairs of blocks of channels: the maps of a pair stay in the
/// first- or second-level cache from the one to the other.
///
/// For small maps; every channel in between is computed once. The sums are those of the operations one by one.
struct ExpandedDepthwise: BlockedKernel {
    private let expansion: BlockedConvolution
    private let depthwise: BlockedConvolution

    /// Bytes of the maps of a pair of blocks that still stay near.
    private static let mostBytes = 512 * 1024

    /// `nil` where the convolutions are others, or the maps large.
    init?(_ expansion: BlockedConvolution, _ depthwise: BlockedConvolution) {
        let places = depthwise.window.input.reduce(1, *)
        guard depthwise.isDepthwise, !expansion.isDepthwise, !expansion.hasTiles,
            places <= Self.mostBytes / (2 * MapBuffer.blockSize * MemoryLayout<Float>.stride)
        else { return nil }
        (self.expansion, self.depthwise) = (expansion, depthwise)
    }

    var inputLayout: MapBuffer.Layout { expansion.inputLayout }

    func algorithm(in context: RunContext) -> StepTiming.Algorithm { .bands }

    func covered(by region: Region) -> Region { expansion.covered(by: depthwise.window.onMap(for: region)) }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        guard let first = jobs.first else { return }
        let pass = PairPass(expansion.arranged(in: context), depthwise.arranged(in: context), depthwise, first.region, in: context)
        let share = ConvolutionShare(pass.expansion.filters, jobs, isDepthwise: false)
        context.shared(share.positionCount, grain: share.fewestPositions, piece: share.positionsOfPiece, keeping: { $0 }) {
            thread, positions in
            for (parts, rows) in share.parts(positions) {
                for job in jobs.rows(rows) { pass.run(job, parts, thread: thread) }
            }
        }
    }
}

/// One run, and for each thread room for the maps of a pair of blocks.
private final class PairPass: Sendable {
    let expansion: ArrangedConvolution
    private let depthwise: ArrangedConvolution
    private let window: ResolvedWindow
    private let blockCount: Int
    private let memory: ScratchMemory

    private static let pairSize = 2 * MapBuffer.blockSize

    /// - Parameter largest: what some job covers, and none more.
    init(
        _ expansion: ArrangedConvolution, _ depthwise: ArrangedConvolution, _ convolution: BlockedConvolution, _ largest: Region,
        in context: RunContext
    ) {
        (self.expansion, self.depthwise, window) = (expansion, depthwise, convolution.window)
        blockCount = (convolution.filterCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        let byteCount = MapBuffer.byteCount(.blocked, channelCount: Self.pairSize, region: window.held(for: largest))
        memory = ScratchMemory(byteCount: byteCount, partCount: context.threadCount)
    }

    /// Computes pair after pair of blocks of one rectangle.
    func run(_ job: BlockedJob, _ pairs: Range<Int>, thread: Int) {
        let (inner, place) = (window.onMap(for: job.region), window.held(for: job.region))
        let maps = MapBuffer(
            channelCount: Self.pairSize, region: place, storage: memory.storage, byteOffset: memory.byteOffset(ofPart: thread))
        maps.fillMargin(around: inner, from: nil, mapShape: inner)
        for pair in pairs {
            let part = maps.standing(forBlocksFrom: 2 * pair)
            expansion.run([BlockedJob(input: job.input, residual: nil, output: part, region: inner)], parts: pair..<pair + 1)
            let blocks = 2 * pair..<min(2 * pair + 2, blockCount)
            depthwise.run([BlockedJob(input: part, residual: nil, output: job.output, region: job.region)], parts: blocks)
        }
    }
}

extension ResolvedWindow {
    /// The places of the input that some places of the output depend on, without those of the padding.
    func onMap(for region: Region) -> Region {
        let all = covered(by: region)
        return Region(rows: all.rows.clamped(to: 0..<input[0]), columns: all.columns.clamped(to: 0..<input[1]))
    }
}
