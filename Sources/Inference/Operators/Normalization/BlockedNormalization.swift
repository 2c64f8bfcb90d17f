import CKernels
import Tensors

/// A factor and a summand for each channel of blocked maps, with whatever is folded in: what a normalization with known statistics is.
struct BlockedNormalization: BlockedKernel {
    let channelCount: Int
    let epilogue: Epilogue

    var inputLayout: MapBuffer.Layout { .blocked }

    func covered(by region: Region) -> Region { region }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        let blockCount = (channelCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        let area = jobs.reduce(0) { $0 + $1.region.area }
        let rowCount = jobs.reduce(0) { $0 + $1.region.rows.count }
        let work = jobs.map(\.work)
        // Rows are where the thread that computed the input has it in its cache.
        if rowCount >= Self.fewestRows * context.threadCount {
            context.parallel(rowCount, grain: max(1, Self.smallestShare * rowCount / max(1, area * blockCount))) { rows in
                finish(work.rows(rows), blocks: 0..<blockCount)
            }
        } else {
            context.parallel(blockCount, grain: max(1, Self.smallestShare / max(1, area))) { finish(work, blocks: $0) }
        }
        withExtendedLifetime(jobs) {}
    }

    private func finish(_ work: [BlockedWork], blocks: Range<Int>) {
        epilogue.withKernelArguments { finish in
            for part in work {
                var view = CnnsBlockedJob(part, wanted: part.region, held: part.region)
                cnns_finish_blocked(&view, channelCount, finish, blocks.lowerBound, blocks.upperBound)
            }
        }
    }

    /// With fewer rows a thread, channels are shared out instead.
    private static let fewestRows = 14
    /// Vectors below which handing work to another thread costs more than it saves.
    private static let smallestShare = 5000
}

extension BatchNormalization: BlockedOperator {
    func blockedKernel(_ inputs: [ValueInfo?], epilogue: Epilogue, filters: PackedFilterCache) throws -> (any BlockedKernel)? {
        guard let x = inputs.optional(0)?.shape, x.rank == 4, inputs.count >= 5, inputs[1..<5].allSatisfy({ $0?.constant != nil }) else {
            return nil
        }
        let own = try affine(inputs.map { $0?.constant })
        return BlockedNormalization(channelCount: x[1], epilogue: epilogue.preceded(byScale: own.scale, shift: own.shift))
    }
}
