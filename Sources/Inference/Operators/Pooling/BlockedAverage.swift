import CKernels
import Tensors

/// An operator that makes a tensor of whole maps, and can read them in blocks.
protocol BlockedReduction: Operator {
    /// The output for the maps of one image.
    func reduced(_ maps: MapBuffer, over region: Region) -> Tensor
}

extension GlobalAveragePool: BlockedReduction {
    func reduced(_ maps: MapBuffer, over region: Region) -> Tensor {
        Tensor([1, maps.channelCount, 1, 1]) { means in
            var view = maps.view.kernelView(from: region)
            withExtendedLifetime(maps) {
                cnns_average_blocked(&view, maps.channelCount, region.rows.count, region.columns.count, means.baseAddress)
            }
        }
    }
}
