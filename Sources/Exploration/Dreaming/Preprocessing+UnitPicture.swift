import Imaging
import Tensors

extension Preprocessing {
    /// What the network gets of a picture `[C, H, W]` of its own size, red first, of numbers `0...1`.
    func tensor(fromUnitPicture picture: Tensor) -> Tensor {
        let area = heightInPixels * widthInPixels
        let source = picture.floats
        return Tensor(inputShape) { input in
            for channel in 0..<channelOrder.count {
                let (mean, deviation) = (mean[channel], standardDeviation[channel])
                for place in 0..<area {
                    input[index(channel, place, area)] = (source[pictureChannel(channel) * area + place] * 255 - mean) / deviation
                }
            }
        }
    }

    /// The gradient with respect to such a picture, from that with respect to the network's input.
    func unitPictureGradient(of gradient: Tensor) -> Tensor {
        let area = heightInPixels * widthInPixels
        let source = gradient.floats
        return Tensor([channelOrder.count, heightInPixels, widthInPixels]) { picture in
            for channel in 0..<channelOrder.count {
                for place in 0..<area {
                    picture[pictureChannel(channel) * area + place] =
                        source[index(channel, place, area)] * 255 / standardDeviation[channel]
                }
            }
        }
    }

    private var inputShape: Shape {
        layout == .nchw
            ? [1, channelOrder.count, heightInPixels, widthInPixels] : [1, heightInPixels, widthInPixels, channelOrder.count]
    }

    /// Where a channel of a place stands in the network's input.
    private func index(_ channel: Int, _ place: Int, _ area: Int) -> Int {
        layout == .nchw ? channel * area + place : place * channelOrder.count + channel
    }

    /// The picture's channel, red first, that the network's channel is.
    private func pictureChannel(_ channel: Int) -> Int { channelOrder == .bgr ? 2 - channel : channel }
}
