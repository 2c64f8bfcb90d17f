extension Image {
    /// The picture of four channels with its colors multiplied by alpha, in Pillow's rounding.
    func premultiplied() -> Image {
        var image = self
        for first in stride(from: 0, to: samples.count, by: 4) {
            let alpha = Int(samples[first + 3])
            for channel in first..<first + 3 {
                let product = Int(samples[channel]) * alpha + 128
                image.samples[channel] = UInt8((product + (product >> 8)) >> 8)
            }
        }
        return image
    }

    /// The picture of four channels with its colors divided by alpha; where alpha is 0 they stay.
    func unpremultiplied() -> Image {
        var image = self
        for first in stride(from: 0, to: samples.count, by: 4) {
            let alpha = Int(samples[first + 3])
            guard alpha != 0, alpha != 255 else { continue }
            for channel in first..<first + 3 { image.samples[channel] = UInt8(min(255, Int(samples[channel]) * 255 / alpha)) }
        }
        return image
    }
}
