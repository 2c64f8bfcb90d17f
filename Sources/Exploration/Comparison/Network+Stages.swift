import Inference

extension Network {
    /// The last layer of each size of its maps, first to last: where a stage of the network ends.
    package var stageEnds: [Layer] {
        var ends: [[Int]: Layer] = [:]
        for layer in layers.all where layer.outputShape.rank == 4 {
            let size = Array(layer.outputShape.dimensions[2...])
            if size.reduce(1, *) > 1 { ends[size] = layer }
        }
        return ends.values.sorted { $0.number < $1.number }
    }
}
