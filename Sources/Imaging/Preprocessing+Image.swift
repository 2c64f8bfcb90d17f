import Tensors

extension Preprocessing {
    /// The picture as the network sees it, before normalization: its size, its channels (RGB, or gray).
    package func visibleImage(of image: Image) -> Image {
        let colored = channelOrder == .gray ? image.convertedToGray() : image.convertedToRGB()
        switch fit {
        case .stretch: return colored.resampled(heightInPixels: heightInPixels, widthInPixels: widthInPixels, filter: filter)
        case .crop: return middle(of: covering(colored))
        case .pad: return padded(colored)
        }
    }

    /// What the network is fed: `[1, C, H, W]`, or `[1, H, W, C]`.
    package func tensor(from image: Image) -> Tensor {
        let visible = visibleImage(of: image)
        let channels = channelOrder.count
        let plane = heightInPixels * widthInPixels
        // One number for each of the 256 samples a channel can have.
        let numbers = (0..<channels).map { channel in
            (0..<256).map { (Float($0) - mean[channel % mean.count]) / standardDeviation[channel % standardDeviation.count] }
        }
        let shape: Shape = layout == .nchw ? [1, channels, heightInPixels, widthInPixels] : [1, heightInPixels, widthInPixels, channels]
        return Tensor(shape) { destination in
            visible.samples.withUnsafeBufferPointer { samples in
                for channel in 0..<channels {
                    let source = channelOrder == .bgr ? channels - 1 - channel : channel
                    let (step, start) = layout == .nchw ? (1, channel * plane) : (channels, channel)
                    numbers[channel].withUnsafeBufferPointer { numbers in
                        for pixel in 0..<plane { destination[start + pixel * step] = numbers[Int(samples[pixel * channels + source])] }
                    }
                }
            }
        }
    }

    /// The picture scaled so that it covers the network's size, its shorter side as asked for.
    private func covering(_ picture: Image) -> Image {
        let image = withoutEnds(picture)
        let (height, width) = (image.heightInPixels, image.widthInPixels)
        guard let side = resizeShortSide, side >= heightInPixels, side >= widthInPixels else {
            let scale = max(Double(heightInPixels) / Double(height), Double(widthInPixels) / Double(width))
            return image.resampled(
                heightInPixels: max(heightInPixels, Int((Double(height) * scale).rounded())),
                widthInPixels: max(widthInPixels, Int((Double(width) * scale).rounded())), filter: filter)
        }
        let exact = Double(side) * Double(max(height, width)) / Double(min(height, width))
        let longSide = Int(exact.rounded(roundsLongSide ? .toNearestOrEven : .down))
        let (newHeight, newWidth) = height <= width ? (side, longSide) : (longSide, side)
        return image.resampled(heightInPixels: newHeight, widthInPixels: newWidth, filter: filter)
    }

    /// The middle of a picture so long that its ends, once scaled, would fill the memory and never be seen.
    private func withoutEnds(_ image: Image) -> Image {
        let (height, width) = (image.heightInPixels, image.widthInPixels)
        let (shorter, longer) = (min(heightInPixels, widthInPixels), max(heightInPixels, widthInPixels))
        let longest = 64 * ((longer + shorter - 1) / max(1, shorter))
        let (rows, columns) = (min(height, longest * width), min(width, longest * height))
        guard rows < height || columns < width else { return image }
        return image.cropped(
            row: (height - rows) / 2, column: (width - columns) / 2, heightInPixels: rows, widthInPixels: columns)
    }

    /// The middle of a picture, where the free pixels are odd the half rounded to even, as torchvision does.
    private func middle(of image: Image) -> Image {
        let row = Int((Double(image.heightInPixels - heightInPixels) / 2).rounded(.toNearestOrEven))
        let column = Int((Double(image.widthInPixels - widthInPixels) / 2).rounded(.toNearestOrEven))
        return image.cropped(row: row, column: column, heightInPixels: heightInPixels, widthInPixels: widthInPixels)
    }

    /// The whole picture in the middle of the network's size.
    private func padded(_ image: Image) -> Image {
        let scale = min(Double(heightInPixels) / Double(image.heightInPixels), Double(widthInPixels) / Double(image.widthInPixels))
        let height = min(heightInPixels, max(1, Int((Double(image.heightInPixels) * scale).rounded())))
        let width = min(widthInPixels, max(1, Int((Double(image.widthInPixels) * scale).rounded())))
        let inner = image.resampled(heightInPixels: height, widthInPixels: width, filter: filter)
        let (top, left, channels) = ((heightInPixels - height) / 2, (widthInPixels - width) / 2, inner.channelCount)
        var samples = [UInt8](repeating: padding, count: heightInPixels * widthInPixels * channels)
        for row in 0..<height {
            let start = ((top + row) * widthInPixels + left) * channels
            samples.replaceSubrange(
                start..<start + width * channels, with: inner.samples[row * width * channels..<(row + 1) * width * channels])
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: channels, samples: samples)
    }
}
