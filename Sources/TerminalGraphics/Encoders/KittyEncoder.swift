import Imaging

/// The kitty graphics protocol: exact 24-bit pixels, in memory that the terminal reads or as a PNG in chunks of at most 4096 base64
/// characters.
///
/// The terminal keeps silent (`q=2`) and its cursor where it is (`C=1`).
/// Source: "Terminal graphics protocol", kitty's documentation: transferring pixel data, remote client, cursor movement.
package enum KittyEncoder: GraphicsEncoder {
    package static let name = "kitty"

    package static func encode(_ image: Image, _ placement: Placement) -> [UInt8] {
        guard image.heightInPixels > 0, image.widthInPixels > 0 else { return [] }
        let pixels = image.convertedToRGB(over: placement.background)
        let delivery = placement.kitty
        var keys = "a=T,q=2,C=1"
        if let id = delivery.imageID { keys += ",i=\(id)" }
        if delivery.isVirtual { keys += ",U=1" }
        if delivery.isVirtual || !placement.isCellSizeKnown { keys += ",c=\(placement.widthInCells),r=\(placement.heightInCells)" }
        let size = "f=24,s=\(image.widthInPixels),v=\(image.heightInPixels)"
        if delivery.medium == .sharedMemory, let name = SharedMemory.hold(pixels.samples) {
            return chunked(Array(name.utf8), keys: "\(keys),\(size),t=s")
        }
        if let file = QuickPNG.encode(pixels), file.count < pixels.samples.count { return chunked(file, keys: keys + ",f=100") }
        return chunked(pixels.samples, keys: "\(keys),\(size)")
    }

    /// Takes pictures with that number off the screen and out of the terminal's memory.
    package static func deletion(of imageID: UInt32) -> [UInt8] {
        Array("\u{1B}_Ga=d,d=I,i=\(imageID),q=2\u{1B}\\".utf8)
    }

    /// The payload bytes whose base64 fills a chunk.
    private static let chunkByteCount = 4096 / 4 * 3

    private static func chunked(_ payload: [UInt8], keys: String) -> [UInt8] {
        var output = ByteBuffer(capacity: Base64.encodedCount(of: payload.count) + (payload.count / chunkByteCount + 1) * 16 + 128)
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
