import CKernels
import Tensors

/// A pool of blocked maps; padding is left out by the kernel itself.
struct BlockedPooling: BlockedKernel {
    enum Kind {
        case maximum
        case average(countsPadding: Bool)
    }

    let window: ResolvedWindow
    let kind: Kind
    let channelCount: Int

    var inputLayout: MapBuffer.Layout { .blocked }

    func covered(by region: Region) -> Region {
        let all = window.covered(by: region)
        return Region(rows: all.rows.clamped(to: 0..<window.input[0]), columns: all.columns.clamped(to: 0..<window.input[1]))
    }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        let blockCount = (channelCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        let rowCount = jobs.reduce(0) { $0 + $1.region.rows.count }
        let parts = jobs.map(\.work)
        let work = jobs.reduce(0) { $0 + $1.region.area } * window.kernel.reduce(1, *)
        // Rows are where the thread that computed the input has it in its cache.
        if rowCount >= Self.fewestRows * context.threadCount {
            context.parallel(rowCount, grain: max(1, Self.smallestShare * rowCount / max(1, work * blockCount))) { rows in
                for part in parts.rows(rows) { pool(part, blocks: 0..<blockCount) }
            }
        } else {
            context.parallel(blockCount, grain: max(1, Self.smallestShare / max(1, work))) { blocks in
                for part in parts { pool(part, blocks: blocks) }
            }
        }
        withExtendedLifetime(jobs) {}
    }

    /// With fewer rows a thread, channels are shared out instead.
    private static let fewestRows = 14
    /// Vectors read below which handing work to another thread costs more than it saves.
    private static let smallestShare = 5000

    private func pool(_ part: BlockedWork, blocks: Range<Int>) {
        let (wanted, held) = (window.covered(by: part.region), covered(by: part.region))
        var view = CnnsBlockedJob(part, wanted: wanted, held: held)
        var pool = CnnsPool(
            window: CnnsFilters([channelCount, 1, window.kernel[0], window.kernel[1]], .blocked, window: window),
            padTop: held.rows.lowerBound - wanted.rows.lowerBound, padLeft: held.columns.lowerBound - wanted.columns.lowerBound,
            inputHeight: held.rows.count, inputWidth: held.columns.count, countsPadding: 0)
        if case .average(countsPadding: true) = kind { pool.countsPadding = 1 }
        let isMaximum: Int32 = if case .maximum = kind { 1 } else { 0 }
        cnns_pool_blocked(&view, &pool, isMaximum, blocks.lowerBound, blocks.upperBound)
    }
}

extension MaxPool: BlockedOperator {
    func blockedKernel(_ inputs: [ValueInfo?], epilogue: Epilogue, filters: PackedFilterCache) throws -> (any BlockedKernel)? {
        guard !yieldsIndices, let x = inputs.optional(0)?.shape else { return nil }
        return BlockedPooling(window: try resolvedWindow(x), kind: .maximum, channelCount: x[1])
    }
}

extension AveragePool: BlockedOperator {
    /// Windows that reach beyond the padding because sizes are rounded up are left to the other form.
    func blockedKernel(_ inputs: [ValueInfo?], epilogue: Epilogue, filters: PackedFilterCache) throws -> (any BlockedKernel)? {
        guard let x = inputs.optional(0)?.shape, !window.roundsUp || !countsPadding else { return nil }
        return BlockedPooling(window: try resolvedWindow(x), kind: .average(countsPadding: countsPadding), channelCount: x[1])
    }
}
