import Imaging

/// PNGs made fast, for terminals and while one waits: palettes where there are few colors, samples else.
///
/// With the palette from dark to light neighboring pixels have neighboring numbers, whose differences deflate to less than the numbers.
/// Source: PNG Specification, Second Edition (ISO/IEC 15948:2003): 5 (datastream structure), 11.2 (critical chunks).
package enum QuickPNG {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// - Parameter image: Of three channels, not empty, no side longer than 2³¹ − 1.
    package static func encode(_ image: Image) -> [UInt8] {
        if let indexed = PaletteImage(exactly: image, colorLimit: 256) {
            let palette = indexed.palette.flatMap { [$0 >> 16, $0 >> 8, $0].map { UInt8(truncatingIfNeeded: $0) } }
            return file(image, colorType: 3, [PNGChunk("PLTE", palette)], samples: indexed.indices, channelCount: 1)
        }
        return file(image, colorType: 2, [], samples: image.samples, channelCount: 3)
    }

    private static func file(_ image: Image, colorType: UInt8, _ palette: [PNGChunk], samples: [UInt8], channelCount: Int) -> [UInt8] {
        let size = [image.widthInPixels, image.heightInPixels].flatMap { PNGChunk.bigEndian(UInt32(truncatingIfNeeded: $0)) }
        let depth: UInt8 = 8
        let data = samples.withUnsafeBufferPointer {
            DeflatedRows(rows: $0, rowByteCount: image.widthInPixels * channelCount, distance: channelCount).chunks()
        }
        let chunks = [PNGChunk("IHDR", size + [depth, colorType, 0, 0, 0])] + palette + data + [PNGChunk("IEND", [])]
        var file = signature
        file.reserveCapacity(chunks.reduce(file.count) { $0 + $1.bytes.count })
        for chunk in chunks { file += chunk.bytes }
        return file
    }
}
