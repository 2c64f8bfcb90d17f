/// How a camera was held: which way a stored picture has to be turned.
///
/// Source: Exif 2.32, tag 0x0112; TIFF 6.0 for the directory that holds it.
struct ExifOrientation: Equatable {
    /// `1...8`; 1 is upright.
    let value: Int

    init(value: Int) { self.value = (1...8).contains(value) ? value : 1 }

    /// The orientation that a TIFF structure tells; upright where it tells none or is broken.
    init(exif: [UInt8]) {
        self.init(value: Self.orientation(in: exif) ?? 1)
    }

    private static func orientation(in exif: [UInt8]) -> Int? {
        guard exif.count >= 8 else { return nil }
        let isLittle = exif[0] == UInt8(ascii: "I")
        func number(_ offset: Int, _ width: Int) -> Int? {
            guard offset >= 0, offset <= exif.count - width else { return nil }
            let bytes = exif[offset..<offset + width]
            return (isLittle ? Array(bytes.reversed()) : Array(bytes)).reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(4, 4), let count = number(directory, 2) else { return nil }
        for entry in 0..<count {
            let start = directory + 2 + 12 * entry
            guard let tag = number(start, 2) else { return nil }
            if tag == 0x0112 { return number(start + 8, 2) }
        }
        return nil
    }

    /// The picture turned upright.
    func upright(_ image: Image) -> Image {
        guard value != 1 else { return image }
        let (height, width, channels) = (image.heightInPixels, image.widthInPixels, image.channelCount)
        let swaps = value >= 5
        let (newHeight, newWidth) = swaps ? (width, height) : (height, width)
        var samples: [UInt8] = []
        samples.reserveCapacity(image.samples.count)
        for row in 0..<newHeight {
            for column in 0..<newWidth {
                let (r, c) = source(row, column, height, width)
                let start = (r * width + c) * channels
                samples += image.samples[start..<start + channels]
            }
        }
        return Image(heightInPixels: newHeight, widthInPixels: newWidth, channelCount: channels, samples: samples)
    }

    /// Where the pixel of the upright picture stands in the stored one.
    private func source(_ row: Int, _ column: Int, _ height: Int, _ width: Int) -> (row: Int, column: Int) {
        switch value {
        case 2: (row, width - 1 - column)
        case 3: (height - 1 - row, width - 1 - column)
        case 4: (height - 1 - row, column)
        case 5: (column, row)
        case 6: (height - 1 - column, row)
        case 7: (height - 1 - column, width - 1 - row)
        case 8: (column, width - 1 - row)
        default: (row, column)
        }
    }
}
