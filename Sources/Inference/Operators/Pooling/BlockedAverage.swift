import CKernels
import Tensors

/// An operator that makes a tensor of whole maps, and can read them in blocks.
protocol BlockedReduction: Operator {
    /// The output for the maps of one image.
    func reduced(_ maps: MapBuffer, over region: Region, in context: RunContext) -> Tensor
}

extension GlobalAveragePool: BlockedReduction {
    /// Channels are where the thread that computed them has them in its cache.
    func reduced(_ maps: MapBuffer, over region: Region, in context: RunContext) -> Tensor {
        Tensor([1, maps.channelCount, 1, 1]) { means in
            nonisolated(unsafe) let (view, means) = (maps.view.kernelView(from: region), means.baseAddress)
            withExtendedLifetime(maps) {
                context.parallel(maps.view.blockCount, grain: max(1, Self.smallestShare / max(1, region.area))) { blocks in
                    var part = view
                    part.values += blocks.lowerBound * view.blockPitch
                    let first = blocks.lowerBound * MapBuffer.blockSize
                    let count = min(maps.channelCount, blocks.upperBound * MapBuffer.blockSize) - first
                    cnns_average_blocked(&part, count, region.rows.count, region.columns.count, means.map { $0 + first })
                }
            }
        }
    }

    /// Vectors below which handing work to another thread costs more than it saves.
    private static let smallestShare = 1000
}
