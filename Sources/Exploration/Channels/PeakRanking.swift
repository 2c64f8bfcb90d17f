import Inference
import Tensors

/// Where a channel is greatest in one picture.
package struct ChannelPeak: Sendable {
    /// Which picture, in the order in which they were given.
    package let picture: Int
    package let number: Float
    /// Along the spatial axes of the value.
    package let position: [Int]
    /// The whole map, `[H, W]`.
    package let map: Tensor
}

/// The pictures that excite a channel most, each by its greatest number.
package struct PeakRanking: Sendable {
    private let value: String
    private let channel: Int
    private let limit: Int
    /// The greatest first; equal ones in the order of their pictures.
    package private(set) var peaks: [ChannelPeak] = []
    /// How many pictures were looked at.
    package private(set) var pictureCount = 0

    /// - Parameters:
    ///   - value: a value `[1, C, …]`.
    ///   - channel: one of its channels.
    ///   - limit: how many pictures are kept.
    package init(value: String, channel: Int, limit: Int) {
        self.value = value
        self.channel = channel
        self.limit = max(1, limit)
    }

    /// Looks at the picture that is fed to a specimen.
    ///
    /// - Throws: `RunError`, `EditError`, `RunCancelled`.
    package mutating func add(picture: Int, fedTo specimen: Specimen, control: RunControl = RunControl()) throws {
        add(picture: picture, try specimen.value(value, control: control))
    }

    /// Looks at the value that one picture yields; a map without a finite number has no peak.
    package mutating func add(picture: Int, _ tensor: Tensor) {
        pictureCount += 1
        let tensor = tensor.convertedToFloat32()
        guard let layout = MapLayout(tensor.shape), channel < layout.channelCount else { return }
        let map = tensor.part(0).part(channel)
        var best: (index: Int, number: Float)?
        for (index, number) in map.floats.enumerated() where number.isFinite && number > best?.number ?? -.infinity {
            best = (index, number)
        }
        guard let best else { return }
        var position: [Int] = []
        for (stride, extent) in zip(map.shape.strides, map.shape.dimensions) { position.append(best.index / stride % extent) }
        // A copy: a view would keep the maps of all channels.
        let copy = Tensor([layout.height, layout.width], map.floats)
        peaks.append(ChannelPeak(picture: picture, number: best.number, position: position, map: copy))
        peaks.sort { (-$0.number, $0.picture) < (-$1.number, $1.picture) }
        if peaks.count > limit { peaks.removeLast() }
    }
}
