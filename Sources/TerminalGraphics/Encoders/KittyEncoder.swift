import Imaging

/// The kitty graphics protocol: exact 24-bit pixels, compressed, in chunks of at most 4096 base64 characters.
///
/// The terminal keeps silent (`q=2`) and its cursor where it is (`C=1`).
/// Source: "Terminal graphics protocol", kitty's documentation: transferring pixel data, remote client, cursor movement.
package enum KittyEncoder: GraphicsEncoder {
    package static let name = "kitty"

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard image.heightInPixels > 0, image.widthInPixels > 0 else { return [] }
        let pixels = image.convertedToRGB(over: placement.background).samples
        let compressed = isWorthCompressing(pixels) ? Deflate.compressed(pixels, level: compressionLevel) : nil
        var keys = "a=T,f=24,s=\(image.widthInPixels),v=\(image.heightInPixels),q=2,C=1"
        if !placement.isCellSizeKnown { keys += ",c=\(placement.widthInCells),r=\(placement.heightInCells)" }
        if compressed != nil { keys += ",o=z" }
        return chunked(compressed ?? pixels, keys: keys)
    }

    /// The level that costs least: most terminals are on the same machine.
    private static let compressionLevel = 1

    /// Whether a piece from the middle gets much shorter: photographs do not, and then compressing takes longer than sending.
    private static func isWorthCompressing(_ pixels: [UInt8]) -> Bool {
        guard pixels.count > sampleByteCount * 4 else { return true }
        let middle = pixels.count / 2
        let sample = Array(pixels[middle..<middle + sampleByteCount])
        return Deflate.compressed(sample, level: compressionLevel).map { $0.count < sampleByteCount / 2 } ?? false
    }

    private static let sampleByteCount = 1 << 15

    /// The payload bytes whose base64 fills a chunk.
    private static let chunkByteCount = 4096 / 4 * 3

    private static func chunked(_ payload: [UInt8], keys: String) -> [UInt8] {
        var output = ByteBuffer(capacity: Base64.encodedCount(of: payload.count) + (payload.count / chunkByteCount + 1) * 16 + 64)
        payload.withUnsafeBufferPointer { payload in
            var at = 0
            repeat {
                let end = min(at + chunkByteCount, payload.count)
                output.append("\u{1B}_G")
                if at == 0 {
                    output.append(keys)
                    output.append(end < payload.count ? ",m=1;" : ";")
                } else {
                    output.append(end < payload.count ? "m=1;" : "m=0;")
                }
                output.append(base64: UnsafeBufferPointer(rebasing: payload[at..<end]))
                output.append("\u{1B}\\")
                at = end
            } while at < payload.count
        }
        return output.bytes
    }
}
