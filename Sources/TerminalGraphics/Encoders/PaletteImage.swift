import CTerminalGraphics
import Dispatch
import Imaging

/// A picture as indices into a palette of at most 256 colors.
struct PaletteImage {
    let heightInPixels: Int
    let widthInPixels: Int
    /// One index a pixel, rows from the top.
    let indices: [UInt8]
    /// Colors `0xRRGGBB`.
    let palette: [UInt32]

    /// Rows that are drawn by one thread at a time: bands of six, and enough of them that their beginnings cost little.
    static let stripHeight = 120

    /// The image's own colors as the palette, from dark to light; nil if there are more than `colorLimit`.
    ///
    /// - Parameter image: Of three channels.
    /// - Complexity: O(pixels), and as soon as there is a color too many it ends.
    init?(exactly image: Image, colorLimit: Int) {
        let strips = Strips(image)
        guard let (numbers, colors) = strips.numbered(image, colorLimit: min(colorLimit, 256)) else { return nil }
        let palette = Set(colors.joined()).sorted { (Self.brightness($0), $0) < (Self.brightness($1), $1) }
        guard palette.count <= colorLimit else { return nil }
        let ranks = Dictionary(uniqueKeysWithValues: palette.enumerated().map { ($1, UInt8(truncatingIfNeeded: $0)) })
        heightInPixels = image.heightInPixels
        widthInPixels = image.widthInPixels
        indices = strips.renumbered(numbers, by: colors.map { $0.map { ranks[$0] ?? 0 } })
        self.palette = palette
    }

    private static func brightness(_ color: UInt32) -> UInt32 {
        299 * (color >> 16 & 0xFF) + 587 * (color >> 8 & 0xFF) + 114 * (color & 0xFF)
    }

    /// The image drawn in the colors of a palette, `1...256` of them; nil where there is no memory.
    ///
    /// - Parameters:
    ///   - image: Of three channels, not empty.
    ///   - isDithered: Whether each pixel's error is passed on to its neighbors.
    init?(_ image: Image, palette: [UInt32], isDithered: Bool) {
        guard !palette.isEmpty, palette.count <= 256, let made = cterminalgraphics_matcher_make(palette, Int32(palette.count)) else {
            return nil
        }
        nonisolated(unsafe) let matcher = made
        defer { cterminalgraphics_matcher_release(matcher) }
        let (height, width) = (image.heightInPixels, image.widthInPixels)
        let strips = (height + Self.stripHeight - 1) / Self.stripHeight
        // Each strip writes its own.
        let isDrawn = UnsafeMutableBufferPointer<Bool>.allocate(capacity: strips)
        defer { isDrawn.deallocate() }
        isDrawn.initialize(repeating: true)
        nonisolated(unsafe) let drawn = isDrawn
        indices = [UInt8](unsafeUninitializedCapacity: height * width) { output, written in
            image.samples.withUnsafeBufferPointer { samples in
                nonisolated(unsafe) let (samples, output) = (samples, output)
                DispatchQueue.concurrentPerform(iterations: strips) { strip in
                    let row = strip * Self.stripHeight
                    let rows = min(Self.stripHeight, height - row)
                    guard let source = samples.baseAddress, let target = output.baseAddress.map({ $0 + row * width }) else { return }
                    if isDithered {
                        drawn[strip] = cterminalgraphics_diffuse(matcher, source, Int32(width), Int32(row), Int32(rows), target) != 0
                    } else {
                        cterminalgraphics_match(matcher, source + row * width * 3, rows * width, target)
                    }
                }
            }
            written = height * width
        }
        guard isDrawn.allSatisfy({ $0 }) else { return nil }
        (heightInPixels, widthInPixels, self.palette) = (height, width, palette)
    }

    private init(heightInPixels: Int, widthInPixels: Int, indices: [UInt8], palette: [UInt32]) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        self.indices = indices
        self.palette = palette
    }

    /// With rows of a color added below; of the palette's nearest color if that is full.
    func padded(toHeight height: Int, color: UInt32, colorLimit: Int) -> PaletteImage {
        guard height > heightInPixels else { return self }
        var palette = palette
        if palette.count < min(colorLimit, 256), !palette.contains(color) { palette.append(color) }
        func distance(_ other: UInt32) -> Int {
            [16, 8, 0].reduce(0) { sum, shift in
                let difference = Int(other >> UInt32(shift) & 0xFF) - Int(color >> UInt32(shift) & 0xFF)
                return sum + difference * difference
            }
        }
        let nearest = palette.indices.min { distance(palette[$0]) < distance(palette[$1]) } ?? 0
        let rows = repeatElement(UInt8(truncatingIfNeeded: nearest), count: (height - heightInPixels) * widthInPixels)
        return PaletteImage(heightInPixels: height, widthInPixels: widthInPixels, indices: indices + rows, palette: palette)
    }
}
