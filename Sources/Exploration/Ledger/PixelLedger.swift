import Imaging
import Tensors

/// How a picture's sample became a number at the network's input: `(sample − mean) / standard deviation`.
package struct PixelLedger: Sendable, Equatable {
    /// `red`, `green`, `blue` or `gray`.
    package let channelName: String
    /// The place in the picture as the network sees it.
    package let row: Int
    package let column: Int
    /// `0...255`.
    package let sample: UInt8
    package let mean: Double
    package let standardDeviation: Double

    /// The number made anew.
    package var recomputed: Double { (Double(sample) - mean) / standardDeviation }

    /// What stands behind an element of the input; `nil` outside of it.
    ///
    /// - Parameter visible: The picture at the network's size, before normalization.
    package init?(element: Int, of preprocessing: Preprocessing, visible: Image) {
        let channels = preprocessing.channelOrder.count
        let plane = visible.heightInPixels * visible.widthInPixels
        guard (0..<channels * plane).contains(element), visible.channelCount == channels, !preprocessing.mean.isEmpty,
            !preprocessing.standardDeviation.isEmpty
        else { return nil }
        let isPlanar = preprocessing.layout == .nchw
        let (channel, pixel) = isPlanar ? (element / plane, element % plane) : (element % channels, element / channels)
        let source = preprocessing.channelOrder == .bgr ? channels - 1 - channel : channel
        channelName = channels == 1 ? "gray" : ["red", "green", "blue"][source]
        (row, column) = pixel.quotientAndRemainder(dividingBy: visible.widthInPixels)
        sample = visible.samples[pixel * channels + source]
        mean = Double(preprocessing.mean[channel % preprocessing.mean.count])
        standardDeviation = Double(preprocessing.standardDeviation[channel % preprocessing.standardDeviation.count])
    }
}
