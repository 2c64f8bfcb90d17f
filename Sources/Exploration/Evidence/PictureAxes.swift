import Tensors

/// Where the channels, rows and columns of a network's input are.
///
/// `[1, C, H, W]`, `[1, H, W, C]` where the last axis is that of colors, or a sequence `[1, C, W]` as a single row.
package struct PictureAxes: Sendable, Equatable {
    package let channelCount: Int
    package let height: Int
    package let width: Int
    /// Elements between neighboring channels.
    package let channelStride: Int
    /// Elements between neighboring places.
    package let placeStride: Int

    package var placeCount: Int { height * width }

    /// The most channels that an axis of colors has.
    private static let mostColors = 4

    /// `nil` for any other shape.
    package init?(_ shape: Shape) {
        let axes = shape.rank == 3 ? [shape[0], shape[1], 1, shape[2]] : shape.dimensions
        guard axes.count == 4, axes[0] == 1, axes.allSatisfy({ $0 > 0 }) else { return nil }
        if axes[3] <= Self.mostColors, axes[1] > Self.mostColors {
            (height, width, channelCount) = (axes[1], axes[2], axes[3])
            (channelStride, placeStride) = (1, channelCount)
        } else {
            (channelCount, height, width) = (axes[1], axes[2], axes[3])
            (channelStride, placeStride) = (height * width, 1)
        }
    }

    /// The element of a channel's place.
    func element(channel: Int, place: Int) -> Int { channel * channelStride + place * placeStride }
}

extension Tensor {
    /// The picture between `blank` and this one: `blank + mask · (x − blank)`, every channel alike.
    ///
    /// - Parameters:
    ///   - mask: one share a place, `0...1`.
    ///   - blank: of the same shape; zero where nothing is given.
    func masked(by mask: [Float], over blank: Tensor? = nil, _ axes: PictureAxes) -> Tensor {
        let (picture, background) = (floats, blank?.floats)
        return Tensor(shape) { destination in
            for channel in 0..<axes.channelCount {
                for place in 0..<axes.placeCount {
                    let element = axes.element(channel: channel, place: place)
                    let below = background?[element] ?? 0
                    destination[element] = below + mask[place] * (picture[element] - below)
                }
            }
        }
    }
}
