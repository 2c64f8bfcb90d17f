import CKernels
import Tensors

/// The sum of two values of the same shape, in blocks; the second one is the job's residual.
struct BlockedAddition: BlockedKernel {
    let channelCount: Int

    var inputLayout: MapBuffer.Layout { .blocked }

    func covered(by region: Region) -> Region { region }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        let blockCount = (channelCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        let area = jobs.reduce(0) { $0 + $1.region.area }
        let work = jobs.map(\.work)
        context.parallel(blockCount, grain: max(1, Self.smallestShare / max(1, area))) { blocks in
            for part in work {
                var view = CnnsBlockedJob(part, wanted: part.region, held: part.region)
                cnns_add_blocked(&view, blocks.lowerBound, blocks.upperBound)
            }
        }
        withExtendedLifetime(jobs) {}
    }

    /// Vectors below which handing work to another thread costs more than it saves.
    private static let smallestShare = 20_000
}

extension Add: BlockedOperator {
    func blockedKernel(_ inputs: [ValueInfo?], epilogue: Epilogue, filters: PackedFilterCache) throws -> (any BlockedKernel)? {
        guard inputs.count == 2, let first = inputs[0], let second = inputs[1], first.shape == second.shape, second.constant == nil else {
            return nil
        }
        return BlockedAddition(channelCount: first.shape[1])
    }
}
