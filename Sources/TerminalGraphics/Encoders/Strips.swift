import CTerminalGraphics
import Dispatch
import Imaging

/// The strips that threads number the colors of a picture by: each has its own numbers at first.
struct Strips {
    private let count: Int
    private let pixelsAStrip: Int
    private let pixelCount: Int

    init(_ image: Image) {
        pixelCount = image.heightInPixels * image.widthInPixels
        pixelsAStrip = max(PaletteImage.stripHeight * image.widthInPixels, 1)
        count = (pixelCount + pixelsAStrip - 1) / pixelsAStrip
    }

    private func range(_ strip: Int) -> Range<Int> { strip * pixelsAStrip..<min((strip + 1) * pixelsAStrip, pixelCount) }

    /// Each pixel's number and each strip's colors, `0xRRGGBB`; nil where a strip has more than `colorLimit`, `1...256`.
    func numbered(_ image: Image, colorLimit: Int) -> (numbers: [UInt8], colors: [[UInt32]])? {
        let counts = UnsafeMutableBufferPointer<Int>.allocate(capacity: count)
        let palettes = UnsafeMutablePointer<UInt32>.allocate(capacity: 256 * count)
        defer {
            counts.deallocate()
            palettes.deallocate()
        }
        let numbers = [UInt8](unsafeUninitializedCapacity: pixelCount) { output, written in
            image.samples.withUnsafeBufferPointer { samples in
                nonisolated(unsafe) let (samples, output, counts, palettes) = (samples, output, counts, palettes)
                DispatchQueue.concurrentPerform(iterations: count) { strip in
                    let range = range(strip)
                    guard let source = samples.baseAddress, let target = output.baseAddress else { return }
                    counts[strip] = Int(
                        cterminalgraphics_index_colors(
                            source + range.lowerBound * 3, range.count, Int32(colorLimit), target + range.lowerBound,
                            palettes + 256 * strip))
                }
            }
            written = pixelCount
        }
        guard counts.allSatisfy({ $0 > 0 }) else { return nil }
        return (numbers, (0..<count).map { Array(UnsafeBufferPointer(start: palettes + 256 * $0, count: counts[$0])) })
    }

    /// Other numbers for those of each strip.
    func renumbered(_ numbers: [UInt8], by ranks: [[UInt8]]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: pixelCount) { output, written in
            numbers.withUnsafeBufferPointer { numbers in
                nonisolated(unsafe) let (numbers, output) = (numbers, output)
                DispatchQueue.concurrentPerform(iterations: count) { strip in
                    ranks[strip].withUnsafeBufferPointer { ranks in
                        for at in range(strip) { output[at] = ranks[Int(numbers[at])] }
                    }
                }
            }
            written = pixelCount
        }
    }
}
