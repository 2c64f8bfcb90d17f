import CImageCodecs

/// A PNG file put together from the specification alone, in any color type, depth and interlacing.
///
/// Source: W3C, Portable Network Graphics, third edition.
struct HandmadePNG {
    /// The specification's color types.
    enum ColorType: Int, CaseIterable {
        case gray = 0
        case rgb = 2
        case palette = 3
        case grayAlpha = 4
        case rgbAlpha = 6

        var channelCount: Int { [0: 1, 2: 3, 3: 1, 4: 2, 6: 4][rawValue] ?? 0 }
        var depths: [Int] { [0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16]][rawValue] ?? [] }
    }

    var heightInPixels: Int
    var widthInPixels: Int
    var colorType: ColorType
    var depth: Int
    var isInterlaced = false
    /// The payload of a tRNS chunk.
    var transparency: [UInt8]?
    /// Three bytes an entry.
    var palette: [UInt8]?
    /// The filter of a row, `0...4`, by its number.
    var filter: (Int) -> Int = { $0 % 5 }
    /// The sample of a place, `0 ..< 1 << depth`.
    var sample: (_ row: Int, _ column: Int, _ channel: Int) -> Int

    /// The seven passes of Adam7: first row and column, steps.
    private static let passes = [
        (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1),
    ]

    var bytes: [UInt8] {
        let header =
            Self.number(widthInPixels) + Self.number(heightInPixels)
            + [UInt8(depth), UInt8(colorType.rawValue), 0, 0, isInterlaced ? 1 : 0]
        let passes = isInterlaced ? Self.passes : [(0, 0, 1, 1)]
        let data = passes.flatMap { pass in
            lines(
                rows: Array(stride(from: pass.0, to: heightInPixels, by: pass.2)),
                columns: Array(stride(from: pass.1, to: widthInPixels, by: pass.3)))
        }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Self.chunk("IHDR", header)
            + (palette.map { Self.chunk("PLTE", $0) } ?? []) + (transparency.map { Self.chunk("tRNS", $0) } ?? [])
            + Self.chunk("IDAT", Self.deflated(data)) + Self.chunk("IEND", [])
    }

    static func chunk(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + payload
        return number(payload.count) + body + number(Int(cimagecodecs_crc32(0, body, body.count)))
    }

    static func number(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(value >> $0 & 255) } }

    static func deflated(_ bytes: [UInt8]) -> [UInt8] {
        let capacity = cimagecodecs_deflate_bound(bytes.count)
        return [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
            count = cimagecodecs_deflate(bytes, bytes.count, output.baseAddress, capacity, 6, CIMAGECODECS_ZLIB)
        }
    }

    private func lines(rows: [Int], columns: [Int]) -> [UInt8] {
        guard !columns.isEmpty else { return [] }
        let pixelBytes = max(1, depth * colorType.channelCount / 8)
        var previous = [UInt8](repeating: 0, count: (columns.count * depth * colorType.channelCount + 7) / 8)
        return rows.enumerated().flatMap { index, row in
            let line = packed(row, columns)
            defer { previous = line }
            return Self.filtered(line, previous, pixelBytes, filter(index))
        }
    }

    private func packed(_ row: Int, _ columns: [Int]) -> [UInt8] {
        var bytes: [UInt8] = []
        var pending = 0
        var pendingBits = 0
        for column in columns {
            for channel in 0..<colorType.channelCount {
                let value = sample(row, column, channel)
                if depth == 16 {
                    bytes += [UInt8(value >> 8), UInt8(value & 255)]
                    continue
                }
                pending = pending << depth | value
                pendingBits += depth
                if pendingBits == 8 {
                    bytes.append(UInt8(pending))
                    (pending, pendingBits) = (0, 0)
                }
            }
        }
        if pendingBits > 0 { bytes.append(UInt8(pending << (8 - pendingBits))) }
        return bytes
    }

    private static func filtered(_ line: [UInt8], _ above: [UInt8], _ pixelBytes: Int, _ filter: Int) -> [UInt8] {
        [UInt8(filter)]
            + line.indices.map { index in
                let left = index >= pixelBytes ? Int(line[index - pixelBytes]) : 0
                let corner = index >= pixelBytes ? Int(above[index - pixelBytes]) : 0
                let up = Int(above[index])
                let estimate = left + up - corner
                let nearest = [left, up, corner].min { abs(estimate - $0) < abs(estimate - $1) } ?? 0
                let prediction = [0, left, up, (left + up) / 2, nearest][filter]
                return line[index] &- UInt8(prediction)
            }
    }
}
