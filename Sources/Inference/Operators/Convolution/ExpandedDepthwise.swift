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
        let pass = PairPass(
            expansion.arranged(in: context), depthwise.arranged(in: context), blockCount: depthwise.blockCount, first.region, in: context)
        let share = ConvolutionShare(pass.expansion.filters, jobs, isDepthwise: false)
        let work = jobs.map(\.work)
        withExtendedLifetime((jobs, pass)) {
            context.shared(share.positionCount, grain: share.fewestPositions, piece: share.positionsOfPiece, keeping: { $0 }) {
                thread, positions in
                for (parts, rows) in share.parts(positions) {
                    for part in work.rows(rows) { pass.run(part, parts, thread: thread) }
                }
            }
        }
    }
}

/// One run, and for each thread room for the maps of a pair of blocks.
private final class PairPass: Sendable {
    let expansion: ArrangedConvolution
    private let depthwise: ArrangedConvolution
    private let blockCount: Int
    private let memory: ScratchMemory

    private static let pairSize = 2 * MapBuffer.blockSize

    /// - Parameter largest: what some job covers, and none more.
    init(
        _ expansion: ArrangedConvolution, _ depthwise: ArrangedConvolution, blockCount: Int, _ largest: Region, in context: RunContext
    ) {
        (self.expansion, self.depthwise, self.blockCount) = (expansion, depthwise, blockCount)
        let byteCount = MapBuffer.byteCount(.blocked, channelCount: Self.pairSize, region: depthwise.window.held(for: largest))
        memory = ScratchMemory(byteCount: byteCount, partCount: context.threadCount)
    }

    /// Computes pair after pair of blocks of one rectangle.
    func run(_ work: BlockedWork, _ pairs: Range<Int>, thread: Int) {
        let (inner, place) = (depthwise.window.onMap(for: work.region), depthwise.window.held(for: work.region))
        let maps = MapView(
            .blocked, channelCount: Self.pairSize, region: place, in: memory.storage, byteOffset: memory.byteOffset(ofPart: thread))
        maps.fillMargin(around: inner, from: nil, mapShape: inner)
        for pair in pairs {
            let part = maps.standing(forBlocksFrom: 2 * pair)
            expansion.run(BlockedWork(input: work.input, residual: nil, output: part, region: inner), parts: pair..<pair + 1)
            let blocks = 2 * pair..<min(2 * pair + 2, blockCount)
            depthwise.run(BlockedWork(input: part, residual: nil, output: work.output, region: work.region), parts: blocks)
        }
    }
}
