/// A picture of 8-bit samples, rows from the top, channels interleaved: `[height, width, channelCount]`.
package struct Image: Sendable, Equatable {
    package let heightInPixels: Int
    package let widthInPixels: Int
    /// 1 gray, 3 RGB, 4 RGB with straight alpha.
    package let channelCount: Int
    /// `heightInPixels * widthInPixels * channelCount` samples, `0...255`.
    package var samples: [UInt8]

    package init(heightInPixels: Int, widthInPixels: Int, channelCount: Int, samples: [UInt8]) {
        precondition(samples.count == heightInPixels * widthInPixels * channelCount)
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        self.channelCount = channelCount
        self.samples = samples
    }
}
