import CImageCodecs

extension Image {
    /// The picture at another size, sample for sample as Pillow's `resize` makes it: antialiased, along rows first, in fixed point.
    ///
    /// Colors of pictures with alpha are weighted by it. Pillow agrees in every bit up to version 12; from 13 on it takes columns
    /// first where the height shrinks most, which rounds differently. Sizes must be at least 1.
    ///
    /// - Complexity: O(pixels · support), less for `nearest`.
    package func resampled(heightInPixels: Int, widthInPixels: Int, filter: ResamplingFilter) -> Image {
        precondition(heightInPixels > 0 && widthInPixels > 0)
        guard heightInPixels != self.heightInPixels || widthInPixels != self.widthInPixels else { return self }
        guard self.heightInPixels > 0, self.widthInPixels > 0 else { return self }
        if filter == .nearest { return sampled(heightInPixels: heightInPixels, widthInPixels: widthInPixels) }
        if channelCount == 4 {
            return premultiplied().convolved(heightInPixels: heightInPixels, widthInPixels: widthInPixels, filter).unpremultiplied()
        }
        return convolved(heightInPixels: heightInPixels, widthInPixels: widthInPixels, filter)
    }

    private func convolved(heightInPixels: Int, widthInPixels: Int, _ filter: ResamplingFilter) -> Image {
        var image = self
        if widthInPixels != image.widthInPixels { image = image.resampledHorizontally(to: widthInPixels, filter) }
        if heightInPixels != image.heightInPixels { image = image.resampledVertically(to: heightInPixels, filter) }
        return image
    }

    private func sampled(heightInPixels: Int, widthInPixels: Int) -> Image {
        func sources(_ count: Int, of size: Int) -> [Int] {
            let step = Double(size) / Double(count)
            // Added up, not multiplied, so that it rounds as Pillow does.
            var center = step * 0.5
            return (0..<count).map { _ in
                defer { center += step }
                return min(Int(center), size - 1)
            }
        }
        let columns = sources(widthInPixels, of: self.widthInPixels).map { $0 * channelCount }
        var samples: [UInt8] = []
        samples.reserveCapacity(heightInPixels * widthInPixels * channelCount)
        for row in sources(heightInPixels, of: self.heightInPixels) {
            let start = row * self.widthInPixels * channelCount
            for column in columns {
                for channel in 0..<channelCount { samples.append(self.samples[start + column + channel]) }
            }
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: channelCount, samples: samples)
    }

    private func resampledHorizontally(to width: Int, _ filter: ResamplingFilter) -> Image {
        let axis = ResamplingAxis(from: widthInPixels, to: width, filter)
        let samples = [UInt8](unsafeUninitializedCapacity: heightInPixels * width * channelCount) { buffer, count in
            axis.withArguments {
                cimagecodecs_resample_horizontally(
                    self.samples, Int32(widthInPixels), 0, Int32(heightInPixels), Int32(channelCount), buffer.baseAddress, Int32(width), $0)
            }
            count = heightInPixels * width * channelCount
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: width, channelCount: channelCount, samples: samples)
    }

    private func resampledVertically(to height: Int, _ filter: ResamplingFilter) -> Image {
        let axis = ResamplingAxis(from: heightInPixels, to: height, filter)
        let rowSamples = widthInPixels * channelCount
        var sums = [Int32](repeating: 0, count: rowSamples)
        let samples = [UInt8](unsafeUninitializedCapacity: height * rowSamples) { buffer, count in
            axis.withArguments {
                cimagecodecs_resample_vertically(self.samples, 0, Int32(rowSamples), buffer.baseAddress, Int32(height), $0, &sums)
            }
            count = height * rowSamples
        }
        return Image(heightInPixels: height, widthInPixels: widthInPixels, channelCount: channelCount, samples: samples)
    }
}

/// Which pixels of an axis make up each of its new pixels, and by what weights, in fixed point with 22 bits.
private struct ResamplingAxis {
    private var starts: [Int32] = []
    private var counts: [Int32] = []
    private var weights: [Int32] = []
    private let stride: Int

    init(from size: Int, to newSize: Int, _ filter: ResamplingFilter) {
        let scale = Double(size) / Double(newSize)
        let stretch = max(scale, 1)
        let support = filter.support * stretch
        stride = Int(support.rounded(.up)) * 2 + 1
        for index in 0..<newSize {
            let center = (Double(index) + 0.5) * scale
            let start = max(0, Int(center - support + 0.5))
            let end = min(size, Int(center + support + 0.5))
            let raw = (start..<max(start, end)).map { filter.weight(at: (Double($0) - center + 0.5) / stretch) }
            let sum = raw.reduce(0, +)
            let fixed = raw.map { weight -> Int32 in
                let scaled = (sum == 0 ? weight : weight / sum) * Double(1 << 22)
                return Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)
            }
            starts.append(Int32(start))
            counts.append(Int32(fixed.count))
            weights += fixed + [Int32](repeating: 0, count: max(0, stride - fixed.count))
        }
    }

    func withArguments(_ body: (UnsafePointer<cimagecodecs_axis>) -> Void) {
        starts.withUnsafeBufferPointer { starts in
            counts.withUnsafeBufferPointer { counts in
                weights.withUnsafeBufferPointer { weights in
                    let axis = cimagecodecs_axis(
                        starts: starts.baseAddress, counts: counts.baseAddress, weights: weights.baseAddress, stride: Int32(stride))
                    withUnsafePointer(to: axis, body)
                }
            }
        }
    }
}
