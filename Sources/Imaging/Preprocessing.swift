/// How a network wants its picture: size, order of channels, normalization and layout.
///
/// Every sample x in `0...255` of channel c becomes `(x − mean[c]) / standardDeviation[c]`.
package struct Preprocessing: Sendable, Equatable {
    /// How a picture of another aspect comes to the network's size.
    package enum Fit: String, Sendable, CaseIterable {
        /// Cut from the middle after scaling.
        case crop
        /// Scaled to fit whole, with ``Preprocessing/padding`` around it.
        case pad
        /// Each axis scaled on its own.
        case stretch
    }

    /// The channels of the tensor, in order.
    package enum ChannelOrder: String, Sendable, CaseIterable {
        case rgb, bgr, gray

        package var count: Int { self == .gray ? 1 : 3 }
    }

    /// Where the channels stand in the tensor's shape.
    package enum Layout: String, Sendable, CaseIterable {
        /// `[1, C, H, W]`
        case nchw
        /// `[1, H, W, C]`
        case nhwc
    }

    package var heightInPixels: Int
    package var widthInPixels: Int
    package var fit: Fit
    /// With `crop`: the shorter side that the picture is scaled to before cutting; `nil` scales it just to cover the size.
    package var resizeShortSide: Int?
    /// Whether the longer side, when the shorter one is asked for, is rounded to the nearest pixel; else down, as torchvision does.
    package var roundsLongSide: Bool
    package var filter: ResamplingFilter
    package var channelOrder: ChannelOrder
    /// One number per channel, in the order of the channels, on the scale `0...255`.
    package var mean: [Float]
    /// One number per channel, in the order of the channels, on the scale `0...255`.
    package var standardDeviation: [Float]
    package var layout: Layout
    /// The sample (`0...255`) that surrounds a padded picture.
    package var padding: UInt8

    package init(
        heightInPixels: Int, widthInPixels: Int, fit: Fit = .crop, resizeShortSide: Int? = nil, roundsLongSide: Bool = false,
        filter: ResamplingFilter = .bilinear, channelOrder: ChannelOrder = .rgb, mean: [Float], standardDeviation: [Float],
        layout: Layout = .nchw, padding: UInt8 = 0
    ) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        self.fit = fit
        self.resizeShortSide = resizeShortSide
        self.roundsLongSide = roundsLongSide
        self.filter = filter
        self.channelOrder = channelOrder
        self.mean = mean
        self.standardDeviation = standardDeviation
        self.layout = layout
        self.padding = padding
    }

    /// What torchvision's ImageNet networks were trained with: short side 256, middle 224, RGB.
    package static let imageNet = Preprocessing(
        heightInPixels: 224, widthInPixels: 224, resizeShortSide: 256,
        mean: [0.485 * 255, 0.456 * 255, 0.406 * 255], standardDeviation: [0.229 * 255, 0.224 * 255, 0.225 * 255])
}
