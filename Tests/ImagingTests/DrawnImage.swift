import CImageCodecs
import Foundation
import Imaging
import TestSupport

extension Image {
    /// A busy picture by a formula, the same as that of `make_image_fixtures.py`.
    static func drawn(heightInPixels height: Int, widthInPixels width: Int, channelCount: Int) -> Image {
        var samples: [UInt8] = []
        for row in 0..<height {
            for column in 0..<width {
                for channel in 0..<channelCount {
                    let products = row * row * 7 + column * 31 + row * column * channel * 3 + channel * 101
                    samples.append(UInt8((products + ((column * column * 5) >> 2)) & 255))
                }
            }
        }
        return Image(heightInPixels: height, widthInPixels: width, channelCount: channelCount, samples: samples)
    }

    /// The CRC-32 of the samples, as eight hexadecimal digits.
    var checksum: String {
        let digits = String(cimagecodecs_crc32(0, samples, samples.count), radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    func pixel(_ row: Int, _ column: Int) -> [UInt8] {
        let first = (row * widthInPixels + column) * channelCount
        return Array(samples[first..<first + channelCount])
    }
}

extension Fixtures {
    /// The bytes of a file below `Tests/Fixtures/`.
    static func bytes(_ name: String) throws -> [UInt8] { try [UInt8](Data(contentsOf: URL(fileURLWithPath: folder + name))) }

    /// The lines of a table of goldens, each as its words.
    static func rows(_ name: String) -> [[String]] {
        let text = (try? bytes(name)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    }
}
