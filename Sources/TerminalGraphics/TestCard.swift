import Imaging

/// A picture on which can be seen whether a terminal shows pictures as they are.
package enum TestCard {
    /// What a reader looks for.
    package static let description =
        "a white frame on all sides; red, green, blue, cyan, magenta, yellow; 16 grays from black to white; a chessboard of single pixels"

    /// The card: a frame of one pixel, a row of six colors, one of 16 grays, and one of black and white pixels in turn.
    package static func image(heightInPixels height: Int, widthInPixels width: Int) -> Image {
        let colors: [RGB] = [RGB(255, 0, 0), RGB(0, 255, 0), RGB(0, 0, 255), RGB(0, 255, 255), RGB(255, 0, 255), RGB(255, 255, 0)]
        var samples: [UInt8] = []
        samples.reserveCapacity(height * width * 3)
        for row in 0..<height {
            for column in 0..<width {
                let color: RGB
                if row == 0 || column == 0 || row == height - 1 || column == width - 1 {
                    color = .white
                } else if row * 3 < height {
                    color = colors[column * colors.count / width]
                } else if row * 3 < height * 2 {
                    let level = UInt8(column * 16 / width * 17)
                    color = RGB(level, level, level)
                } else {
                    color = (row + column) % 2 == 0 ? .white : .black
                }
                samples += [color.red, color.green, color.blue]
            }
        }
        return Image(heightInPixels: height, widthInPixels: width, channelCount: 3, samples: samples)
    }
}
