import Imaging
import Tensors

/// The pictures that encoders are measured with.
enum EncodePictures {
    /// 64 maps of 112 × 112, as a network's first layer makes them, through a color map of 240 levels: 896 × 896.
    ///
    /// The maps are the photograph's gray values under random 7 × 7 filters, and what is below zero cut off.
    static func grid(of photograph: Image) -> Image {
        let side = 112
        let gray = square(photograph, side: side).convertedToGray().samples.map { Float($0) / 255 }
        guard let colormap = Colormap.named("viridis") else { return photograph }
        var random = RandomNumbers(seed: 1)
        var samples = [UInt8](repeating: 0, count: 896 * 896 * 3)
        for number in 0..<64 {
            let weights = (0..<49).map { _ in Float(random.nextUnit()) - 0.5 }
            let map = filtered(gray, side, weights)
            let greatest = max(map.max() ?? 1, 1e-6)
            for (place, value) in map.enumerated() {
                let color = colormap.colors[Int(value / greatest * 239) * 255 / 239]
                let at = ((number / 8 * side + place / side) * 896 + number % 8 * side + place % side) * 3
                (samples[at], samples[at + 1], samples[at + 2]) = (color.red, color.green, color.blue)
            }
        }
        return Image(heightInPixels: 896, widthInPixels: 896, channelCount: 3, samples: samples)
    }

    /// The middle of a photograph at 1600 × 1200, with the grain that enlarging took from it.
    static func photograph(_ photograph: Image) -> Image {
        let (height, width) = (photograph.heightInPixels, photograph.widthInPixels)
        let wide = min(width, height * 4 / 3)
        let high = wide * 3 / 4
        var image = photograph.convertedToRGB()
            .cropped(row: (height - high) / 2, column: (width - wide) / 2, heightInPixels: high, widthInPixels: wide)
            .resampled(heightInPixels: 1200, widthInPixels: 1600, filter: .lanczos)
        var random = RandomNumbers(seed: 2)
        for pixel in 0..<image.samples.count / 3 {
            // Three uniform numbers added are nearly normal; their deviation is 2 levels.
            let grain = Int(((random.nextUnit() + random.nextUnit() + random.nextUnit() - 1.5) * 4).rounded())
            for at in pixel * 3..<pixel * 3 + 3 { image.samples[at] = UInt8(min(max(Int(image.samples[at]) + grain, 0), 255)) }
        }
        return image
    }

    private static func square(_ image: Image, side: Int) -> Image {
        let short = min(image.heightInPixels, image.widthInPixels)
        return image.cropped(
            row: (image.heightInPixels - short) / 2, column: (image.widthInPixels - short) / 2, heightInPixels: short, widthInPixels: short
        ).resampled(heightInPixels: side, widthInPixels: side, filter: .bilinear)
    }

    private static func filtered(_ gray: [Float], _ side: Int, _ weights: [Float]) -> [Float] {
        (0..<side * side).map { place in
            var sum: Float = 0
            for (number, weight) in weights.enumerated() {
                let row = min(max(place / side + number / 7 - 3, 0), side - 1)
                let column = min(max(place % side + number % 7 - 3, 0), side - 1)
                sum += weight * gray[row * side + column]
            }
            return max(sum, 0)
        }
    }
}
