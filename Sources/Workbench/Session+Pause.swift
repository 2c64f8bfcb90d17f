import Inference
import Tensors

extension Session {
    /// The most memory that is made ready.
    private static let mostReadyBytes = 64 << 20
    /// Maps are computed from others, in blocks, and then a tensor.
    private static let copiesOfMaps = 3
    /// A figure, what it is made of, and what a terminal gets.
    private static let bytesOfPixel = 16

    /// Does what can be done while the user reads or thinks: has memory for a look at another layer brought in.
    ///
    /// To bring in as much as there is takes some 20 ms, once; afterwards a part of a millisecond.
    package func usePause() {
        guard let network = lab.model?.network else { return }
        let numbers = network.values.values.lazy.filter { $0.shape.rank == 4 }.map(\.shape.elementCount).max() ?? 0
        let room = canvas
        let byteCount =
            Self.copiesOfMaps * min(numbers, Self.mostReadyBytes) * MemoryLayout<Float>.stride
            + Self.bytesOfPixel * room.heightInPixels * room.widthInPixels
        MemoryReserve.makeReady(byteCount: min(byteCount, Self.mostReadyBytes))
    }
}
