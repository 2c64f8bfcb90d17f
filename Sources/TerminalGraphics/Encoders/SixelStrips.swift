import CTerminalGraphics
import Dispatch

/// The bands of a sixel picture, written strip by strip on as many threads as there are.
final class SixelStrips {
    private let strips: UnsafeMutableBufferPointer<cterminalgraphics_buffer>

    /// Bands that are written by one thread at a time.
    private static let bandsPerStrip = PaletteImage.stripHeight / SixelEncoder.heightMultiple

    /// Nil where there is no memory. The picture's height is a multiple of six.
    init?(_ picture: PaletteImage, registers: [UInt8]) {
        let bands = picture.heightInPixels / SixelEncoder.heightMultiple
        let stripCount = (bands + Self.bandsPerStrip - 1) / Self.bandsPerStrip
        strips = .allocate(capacity: stripCount)
        strips.initialize(repeating: cterminalgraphics_buffer())
        let isWritten = UnsafeMutableBufferPointer<Bool>.allocate(capacity: stripCount)
        defer { isWritten.deallocate() }
        isWritten.initialize(repeating: false)
        picture.indices.withUnsafeBufferPointer { indices in
            nonisolated(unsafe) let (indices, strips, written) = (indices, strips, isWritten)
            let width = picture.widthInPixels
            DispatchQueue.concurrentPerform(iterations: stripCount) { strip in
                let first = strip * Self.bandsPerStrip
                let count = min(Self.bandsPerStrip, bands - first)
                guard let start = indices.baseAddress, let output = strips.baseAddress.map({ $0 + strip }) else { return }
                let band = start + first * SixelEncoder.heightMultiple * width
                written[strip] =
                    cterminalgraphics_sixel_bands(band, Int32(width), Int32(count), registers, Int32(registers.count), output) != 0
            }
        }
        guard isWritten.allSatisfy({ $0 }) else { return nil }
    }

    deinit {
        for at in strips.indices { cterminalgraphics_buffer_release(&strips[at]) }
        strips.deallocate()
    }

    /// All strips in order between a beginning and an end.
    func bytes(after beginning: [UInt8], before end: [UInt8]) -> [UInt8] {
        let count = strips.reduce(beginning.count + end.count) { $0 + $1.count }
        return [UInt8](unsafeUninitializedCapacity: count) { output, written in
            func append(_ start: UnsafePointer<UInt8>?, _ count: Int) {
                guard let start, let target = output.baseAddress else { return }
                (target + written).update(from: start, count: count)
                written += count
            }
            beginning.withUnsafeBufferPointer { append($0.baseAddress, $0.count) }
            for strip in strips { append(strip.bytes, strip.count) }
            end.withUnsafeBufferPointer { append($0.baseAddress, $0.count) }
        }
    }
}
