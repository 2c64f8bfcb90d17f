import Imaging
import TestSupport
import Testing

/// An image of random pixels, told by its description.
struct ImageCase: Sendable, CustomTestStringConvertible {
    let heightInPixels: Int
    let widthInPixels: Int
    let channelCount: Int
    /// Nil for any of all.
    let colorCount: Int?
    let seed: UInt64

    var testDescription: String {
        "\(widthInPixels) by \(heightInPixels), \(channelCount) channels, \(colorCount.map { "\($0)" } ?? "any") colors, seed \(seed)"
    }

    /// Pixels come in runs of random length, as in figures.
    var image: Image {
        var generator = SeededGenerator(seed: seed)
        func color() -> [UInt8] { (0..<channelCount).map { _ in UInt8.random(in: 0...255, using: &generator) } }
        let colors = colorCount.map { count in (0..<count).map { _ in color() } }
        var samples: [UInt8] = []
        var current = color()
        var left = 0
        for _ in 0..<heightInPixels * widthInPixels {
            if left == 0 {
                current = colors.flatMap { $0.randomElement(using: &generator) } ?? color()
                left = Int.random(in: 1...9, using: &generator)
            }
            samples += current
            left -= 1
        }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: channelCount, samples: samples)
    }

    private static let sizes = [(1, 1), (1, 7), (6, 1), (7, 13), (12, 40), (37, 100), (64, 64), (5, 257)]

    /// Odd sizes of every number of channels.
    static let all: [ImageCase] = sizes.enumerated().flatMap { number, size in
        [1, 3, 4].map {
            ImageCase(heightInPixels: size.0, widthInPixels: size.1, channelCount: $0, colorCount: nil, seed: UInt64(number * 10 + $0))
        }
    }

    /// Odd sizes and numbers of colors that fit a palette.
    static let withPalette: [ImageCase] = sizes.enumerated().flatMap { number, size in
        [1, 2, 17, 256].map {
            ImageCase(heightInPixels: size.0, widthInPixels: size.1, channelCount: 3, colorCount: $0, seed: UInt64(number * 1000 + $0))
        }
    }
}

/// Colors that run smoothly over the picture, as in a photograph: far more than 256 of them.
func smoothImage(heightInPixels: Int, widthInPixels: Int) -> Image {
    var samples: [UInt8] = []
    for row in 0..<heightInPixels {
        for column in 0..<widthInPixels {
            let across = column * 255 / max(widthInPixels - 1, 1)
            let down = row * 255 / max(heightInPixels - 1, 1)
            samples += [UInt8(across), UInt8(down), UInt8((across + 255 - down) / 2)]
        }
    }
    return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 3, samples: samples)
}

/// The image's RGB samples over a background, by the formula of alpha blending.
func opaqueSamples(of image: Image, over background: RGB) -> [UInt8] {
    let behind = [background.red, background.green, background.blue]
    return (0..<image.heightInPixels * image.widthInPixels).flatMap { pixel -> [UInt8] in
        let samples = image.samples[pixel * image.channelCount..<(pixel + 1) * image.channelCount].map { Double($0) }
        switch samples.count {
        case 1: return Array(repeating: UInt8(samples[0]), count: 3)
        case 3: return samples.map { UInt8($0) }
        default:
            let alpha = samples[3] / 255
            return (0..<3).map { UInt8((samples[$0] * alpha + Double(behind[$0]) * (1 - alpha)).rounded()) }
        }
    }
}

/// The largest difference between two samples at the same place; nil if there are not as many.
func largestDifference(_ a: [UInt8], _ b: [UInt8]) -> Int? {
    guard a.count == b.count else { return nil }
    return zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
}

/// Terminal bytes with the escapes spelled out.
func spelledOut(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).unicodeScalars
        .map { ["\u{1B}": "ESC ", "\r": "CR", "\n": "LF"][$0] ?? String($0) }.joined()
}
