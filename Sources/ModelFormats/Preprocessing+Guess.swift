import Imaging
import Inference

extension Preprocessing {
    /// The likeliest preprocessing for a network of which only the input's shape is known.
    ///
    /// The usual one for ImageNet, at the size and with the layout that the shape tells; gray, from 0 to 1, where there is one channel.
    package static func guessed(for input: GraphInput?) -> Preprocessing {
        let dimensions = input?.dimensions ?? []
        let isChannelsLast = input?.isChannelsLast ?? false
        let channels = dimensions.count == 4 ? dimensions[isChannelsLast ? 3 : 1] : nil
        func side(_ axis: Int) -> Int? {
            // A picture's side; anything else that a file declares is no size to scale a picture to.
            dimensions.count == 4 ? dimensions[axis].flatMap { (1...8192).contains($0) ? $0 : nil } : nil
        }
        let height = side(isChannelsLast ? 1 : 2)
        let width = side(isChannelsLast ? 2 : 3)
        var guess = Preprocessing.imageNet
        guess.heightInPixels = height ?? width ?? 224
        guess.widthInPixels = width ?? height ?? 224
        guess.layout = isChannelsLast ? .nhwc : .nchw
        if input?.elementType == .uint8 {
            // Bytes are the samples themselves.
            (guess.mean, guess.standardDeviation) = ([0, 0, 0], [1, 1, 1])
        }
        // As 256 is to 224.
        guess.resizeShortSide = max(guess.heightInPixels, guess.widthInPixels) * 8 / 7
        if channels == 1 {
            guess.channelOrder = .gray
            guess.mean = [0]
            guess.standardDeviation = [input?.elementType == .uint8 ? 1 : 255]
            guess.fit = .stretch
            guess.resizeShortSide = nil
        }
        return guess
    }

    /// The same for an input whose height and width are stated, the margin around the middle in proportion.
    func resized(to input: GraphInput?) -> Preprocessing {
        guard let dimensions = input?.dimensions, dimensions.count == 4, let height = dimensions[layout == .nchw ? 2 : 1],
            let width = dimensions[layout == .nchw ? 3 : 2], (1...8192).contains(height), (1...8192).contains(width)
        else { return self }
        var result = self
        result.resizeShortSide = resizeShortSide.map { $0 * max(height, width) / max(heightInPixels, widthInPixels) }
        (result.heightInPixels, result.widthInPixels) = (height, width)
        return result
    }

    /// Size and fit in words: `short side 256, middle 224x224, bicubic`.
    package var geometry: String {
        let size = "\(heightInPixels)x\(widthInPixels)"
        let fitting =
            switch (fit, resizeShortSide) {
            case (.crop, let side?): "short side \(side), middle \(size)"
            case (.crop, nil): "cropped to \(size)"
            case (.pad, _): "padded to \(size)"
            case (.stretch, _): "stretched to \(size)"
            }
        return "\(fitting), \(filter.rawValue)"
    }

    /// The preprocessing in words.
    package var sentence: String {
        "\(geometry), \(channelOrder.rawValue), mean \(Self.words(mean)), deviation \(Self.words(standardDeviation))"
            + (layout == .nhwc ? ", channels last" : "")
    }

    /// One number for all channels where they agree.
    private static func words(_ values: [Float]) -> String {
        let texts = values.map { NumberFormat.short(($0 * 100).rounded() / 100) }
        return Set(texts).count == 1 ? texts[0] : texts.joined(separator: " ")
    }
}
