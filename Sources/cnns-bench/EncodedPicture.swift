import CImageCodecs
import Foundation
import Imaging

/// A picture read back from what a program wrote for a terminal, whoever wrote it: faults that terminals forgive are forgiven.
enum EncodedPicture {
    /// Nil where no picture can be found, or one by a way that leaves no pixels in the bytes.
    static func read(_ bytes: [UInt8]) -> Image? {
        var kitty: (keys: [Substring: Substring], payload: [UInt8])?
        var at = 0
        while let start = bytes[at...].firstIndex(of: 0x1B), start + 2 < bytes.count {
            let end = stringEnd(bytes, from: start + 2)
            let body = bytes[start + 2..<end]
            at = end
            switch bytes[start + 1] {
            case UInt8(ascii: "P"): if let q = body.firstIndex(of: UInt8(ascii: "q")) { return sixel(body[(q + 1)...]) }
            case UInt8(ascii: "]"): if let colon = body.firstIndex(of: UInt8(ascii: ":")) { return png(body[(colon + 1)...]) }
            case UInt8(ascii: "_"):
                let parts = body.dropFirst().split(separator: UInt8(ascii: ";"), maxSplits: 1, omittingEmptySubsequences: false)
                guard body.first == UInt8(ascii: "G") else { continue }
                let data = parts.count == 2 ? decoded(parts[1]) ?? [] : []
                kitty = (kitty?.keys ?? keys(parts[0]), (kitty?.payload ?? []) + data)
            default: at = start + 1
            }
        }
        return kitty.flatMap { pixels($0.keys, $0.payload) }
    }

    /// The peak signal-to-noise ratio in decibels over the rows and columns that both have; infinite for the same pixels.
    static func signalToNoise(_ image: Image, _ original: Image) -> Double {
        let (height, width) = (min(image.heightInPixels, original.heightInPixels), min(image.widthInPixels, original.widthInPixels))
        var sum = 0
        for row in 0..<height {
            for column in 0..<width * 3 {
                let difference =
                    Int(image.samples[row * image.widthInPixels * 3 + column])
                    - Int(original.samples[row * original.widthInPixels * 3 + column])
                sum += difference * difference
            }
        }
        return sum == 0 ? .infinity : 10 * log10(255 * 255 * Double(height * width * 3) / Double(sum))
    }

    private static func stringEnd(_ bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex { $0 == 0x1B || $0 == 0x07 } ?? bytes.count
    }

    private static func keys(_ text: ArraySlice<UInt8>) -> [Substring: Substring] {
        let pairs = String(decoding: text, as: UTF8.self).split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }) { first, _ in first }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? { Data(base64Encoded: Data(text)).map(Array.init) }

    private static func png(_ text: ArraySlice<UInt8>) -> Image? {
        decoded(text).flatMap { try? PNGCodec.decode($0).convertedToRGB() }
    }

    private static func pixels(_ keys: [Substring: Substring], _ payload: [UInt8]) -> Image? {
        if keys["f"] == "100" { return try? PNGCodec.decode(payload).convertedToRGB() }
        guard keys["t"] ?? "d" == "d", let width = keys["s"].flatMap({ Int($0) }), let height = keys["v"].flatMap({ Int($0) }) else {
            return nil
        }
        let channels = keys["f"] == "24" ? 3 : 4
        var samples = payload
        if keys["o"] == "z" {
            samples = [UInt8](repeating: 0, count: width * height * channels)
            var written = 0
            guard cimagecodecs_inflate(payload, payload.count, &samples, samples.count, CIMAGECODECS_ZLIB, &written) == 0 else {
                return nil
            }
        }
        guard samples.count == width * height * channels else { return nil }
        return Image(heightInPixels: height, widthInPixels: width, channelCount: channels, samples: samples).convertedToRGB()
    }

    /// Source: DEC STD 070, chapter 9.
    private static func sixel(_ input: ArraySlice<UInt8>) -> Image? {
        var (at, column, top, register) = (input.startIndex, 0, 0, 0)
        var palette = [[UInt8]](repeating: [0, 0, 0], count: 1024)
        var (height, width) = (0, 0)
        var samples: [UInt8] = []
        func numbers() -> [Int] {
            let end = input[at...].firstIndex { !(48...57).contains($0) && $0 != UInt8(ascii: ";") } ?? input.endIndex
            defer { at = end }
            return String(decoding: input[at..<end], as: UTF8.self).split(separator: ";").compactMap { Int($0) }
        }
        while at < input.endIndex {
            let byte = input[at]
            at += 1
            var count = 1
            var sixel = byte
            switch byte {
            case UInt8(ascii: "\""):
                let raster = numbers()
                guard raster.count == 4, raster[2] <= 16384, raster[3] <= 16384 else { return nil }
                (width, height) = (raster[2], raster[3])
                samples = [UInt8](repeating: 0, count: width * height * 3)
                continue
            case UInt8(ascii: "#"):
                let color = numbers()
                guard let number = color.first, palette.indices.contains(number) else { return nil }
                register = number
                if color.count == 5 { palette[number] = color[2...].map { UInt8(min($0 * 255 + 50, 25_500) / 100) } }
                continue
            case UInt8(ascii: "$"): column = 0
            case UInt8(ascii: "-"): (column, top) = (0, top + 6)
            case UInt8(ascii: "!"):
                count = numbers().first ?? 1
                guard at < input.endIndex else { return nil }
                sixel = input[at]
                at += 1
            default: break
            }
            guard (63...126).contains(sixel) else { continue }
            for row in 0..<6 where (sixel - 63) >> row & 1 == 1 && top + row < height {
                for x in column..<min(column + count, width) {
                    let start = ((top + row) * width + x) * 3
                    for channel in 0..<3 { samples[start + channel] = palette[register][channel] }
                }
            }
            column += count
        }
        return samples.isEmpty ? nil : Image(heightInPixels: height, widthInPixels: width, channelCount: 3, samples: samples)
    }
}
