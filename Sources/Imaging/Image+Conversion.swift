extension Image {
    /// The part of the picture from a row and column on; it must lie inside.
    package func cropped(row: Int, column: Int, heightInPixels: Int, widthInPixels: Int) -> Image {
        precondition(row >= 0 && column >= 0 && row + heightInPixels <= self.heightInPixels && column + widthInPixels <= self.widthInPixels)
        var samples: [UInt8] = []
        samples.reserveCapacity(heightInPixels * widthInPixels * channelCount)
        for line in row..<row + heightInPixels {
            let start = (line * self.widthInPixels + column) * channelCount
            samples += self.samples[start..<start + widthInPixels * channelCount]
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: channelCount, samples: samples)
    }

    /// The picture in three channels; what is transparent shows `background`.
    package func convertedToRGB(over background: RGB = .white) -> Image {
        guard channelCount != 3 else { return self }
        var rgb = [UInt8](repeating: 0, count: heightInPixels * widthInPixels * 3)
        let backdrop = [background.red, background.green, background.blue].map(UInt32.init)
        for pixel in 0..<heightInPixels * widthInPixels {
            for channel in 0..<3 {
                guard channelCount == 4 else {
                    rgb[3 * pixel + channel] = samples[pixel]
                    continue
                }
                let alpha = UInt32(samples[4 * pixel + 3])
                let blended = UInt32(samples[4 * pixel + channel]) * alpha + backdrop[channel] * (255 - alpha)
                rgb[3 * pixel + channel] = UInt8((blended + 127) / 255)
            }
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 3, samples: rgb)
    }

    /// The picture in one channel: luma of ITU-R BT.601, in fixed point as Pillow computes it.
    package func convertedToGray(over background: RGB = .white) -> Image {
        guard channelCount != 1 else { return self }
        let rgb = convertedToRGB(over: background).samples
        let gray = (0..<heightInPixels * widthInPixels).map { pixel -> UInt8 in
            let sum = 19595 * UInt32(rgb[3 * pixel]) + 38470 * UInt32(rgb[3 * pixel + 1]) + 7471 * UInt32(rgb[3 * pixel + 2])
            return UInt8((sum + 0x8000) >> 16)
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 1, samples: gray)
    }
}
