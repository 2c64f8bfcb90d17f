import Dispatch
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
        let file = QuickPNG.encode(pixels)
        if file.count < pixels.samples.count { return chunked(file, keys: keys + ",f=100") }
        return chunked(pixels.samples, keys: "\(keys),\(size)")
    }

    /// Takes pictures with that number off the screen and out of the terminal's memory.
    package static func deletion(of imageID: UInt32) -> [UInt8] {
        Array("\u{1B}_Ga=d,d=I,i=\(imageID),q=2\u{1B}\\".utf8)
    }

    /// The payload bytes whose base64 fills a chunk.
    private static let chunkByteCount = 4096 / 4 * 3
    /// Chunks that a thread writes at a time.
    private static let chunksAPiece = 64

    /// Escape sequences, all but the last of the same length, so that each thread knows the places of its own.
    private static func chunked(_ payload: [UInt8], keys: String) -> [UInt8] {
        let count = max((payload.count + chunkByteCount - 1) / chunkByteCount, 1)
        let first = Array("\u{1B}_G\(keys)\(count > 1 ? ",m=1" : "");".utf8)
        let (middle, last, end) = (Array("\u{1B}_Gm=1;".utf8), Array("\u{1B}_Gm=0;".utf8), Array("\u{1B}\\".utf8))
        let chunkLength = middle.count + Base64.encodedCount(of: chunkByteCount) + end.count
        @Sendable func start(of chunk: Int) -> Int { chunk == 0 ? 0 : chunk * chunkLength + first.count - middle.count }
        let lastByteCount = payload.count - (count - 1) * chunkByteCount
        let length = start(of: count - 1) + (count > 1 ? last : first).count + Base64.encodedCount(of: lastByteCount) + end.count
        return [UInt8](unsafeUninitializedCapacity: length) { output, written in
            payload.withUnsafeBufferPointer { payload in
                nonisolated(unsafe) let (payload, output) = (payload, output)
                DispatchQueue.concurrentPerform(iterations: (count + chunksAPiece - 1) / chunksAPiece) { piece in
                    for chunk in piece * chunksAPiece..<min((piece + 1) * chunksAPiece, count) {
                        guard var target = output.baseAddress.map({ $0 + start(of: chunk) }) else { return }
                        let head = chunk == 0 ? first : chunk == count - 1 ? last : middle
                        target.update(from: head, count: head.count)
                        target += head.count
                        let range = chunk * chunkByteCount..<min((chunk + 1) * chunkByteCount, payload.count)
                        target += Base64.encode(UnsafeBufferPointer(rebasing: payload[range]), to: target)
                        target.update(from: end, count: end.count)
                    }
                }
            }
            written = length
        }
    }
}
