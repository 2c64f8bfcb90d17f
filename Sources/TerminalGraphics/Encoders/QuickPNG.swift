import CImageCodecs
import Imaging

/// PNGs made fast, for terminals: palettes where there are few colors, each row's differences else, deflated by all processors.
///
/// Source: PNG Specification, Second Edition (ISO/IEC 15948:2003): 5 (datastream structure), 9 (filtering), 11.2 (critical chunks).
enum QuickPNG {
    /// Nil where there is no memory. The image has three channels and is not empty.
    static func encode(_ image: Image) -> [UInt8]? {
        if let indexed = PaletteImage(exactly: image, colorLimit: 256) {
            let palette = indexed.palette.flatMap { [$0 >> 16, $0 >> 8, $0].map { UInt8(truncatingIfNeeded: $0) } }
            return file(
                image, colorType: 3, palette: palette, rows: filtered(indexed.indices, image.widthInPixels, distance: nil), .matching)
        }
        let rows = filtered(image.samples, image.widthInPixels * 3, distance: 3)
        return file(image, colorType: 2, palette: [], rows: rows, .runs)
    }

    /// Rows of so many bytes with their filter types: 1, differences from the byte at a distance to the left, or 0, the bytes themselves.
    private static func filtered(_ bytes: [UInt8], _ rowByteCount: Int, distance: Int?) -> [UInt8] {
        let rowCount = bytes.count / rowByteCount
        return [UInt8](unsafeUninitializedCapacity: rowCount * (rowByteCount + 1)) { output, count in
            bytes.withUnsafeBufferPointer { bytes in
                guard let source = bytes.baseAddress, var target = output.baseAddress else { return }
                for row in 0..<rowCount {
                    let line = source + row * rowByteCount
                    target.pointee = distance == nil ? 0 : 1
                    target += 1
                    let plain = distance.map { min($0, rowByteCount) } ?? rowByteCount
                    target.update(from: line, count: plain)
                    for at in plain..<rowByteCount { target[at] = line[at] &- line[at &- plain] }
                    target += rowByteCount
                }
            }
            count = rowCount * (rowByteCount + 1)
        }
    }

    private static func file(_ image: Image, colorType: UInt8, palette: [UInt8], rows: [UInt8], _ strategy: Deflate.Strategy) -> [UInt8]? {
        guard let data = Deflate.compressed(rows, level: 1, strategy) else { return nil }
        var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        file.reserveCapacity(data.count + palette.count + 128)
        let depth: UInt8 = 8
        let header = bigEndian(image.widthInPixels) + bigEndian(image.heightInPixels) + [depth, colorType, 0, 0, 0]
        append("IHDR", header, to: &file)
        if !palette.isEmpty { append("PLTE", palette, to: &file) }
        append("IDAT", data, to: &file)
        append("IEND", [], to: &file)
        return file
    }

    private static func append(_ name: String, _ data: [UInt8], to file: inout [UInt8]) {
        file += bigEndian(data.count)
        let start = file.count
        file += Array(name.utf8)
        file += data
        let sum = file.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { cimagecodecs_crc32(0, $0 + start, bytes.count - start) } ?? 0
        }
        file += bigEndian(Int(sum))
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
}
