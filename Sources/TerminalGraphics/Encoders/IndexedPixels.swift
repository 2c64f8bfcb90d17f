/// Pixels as indices into a palette of at most 256 colors.
struct IndexedPixels {
    /// One index a pixel, rows from the top.
    private(set) var indices: [UInt8]
    /// Colors `0xRRGGBB`.
    private(set) var palette: [UInt32]

    /// The pixels' own colors as the palette, in order of appearance; nil if there are more than `colorLimit`.
    ///
    /// Complexity: O(pixels), and as soon as there is a color too many it ends.
    init?(exactly pixels: [UInt32], colorLimit: Int) {
        let limit = min(colorLimit, 256)
        var table = ColorTable()
        var fits = true
        let indices = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, count in
            pixels.withUnsafeBufferPointer { pixels in
                var previous: UInt32 = .max
                var index: UInt8 = 0
                for at in 0..<pixels.count {
                    let color = pixels[at]
                    if color != previous {
                        guard let found = table.index(of: color, limit: limit) else {
                            fits = false
                            return
                        }
                        index = found
                        previous = color
                    }
                    output[at] = index
                }
            }
            count = fits ? pixels.count : 0
        }
        guard fits else { return nil }
        self.indices = indices
        palette = table.colors
    }

    init(indices: [UInt8], palette: [UInt32]) {
        self.indices = indices
        self.palette = palette
    }

    /// Adds pixels of a color until there are `count`; of the palette's nearest color if that is full.
    mutating func pad(to count: Int, color: UInt32, colorLimit: Int) {
        guard count > indices.count else { return }
        if palette.count < min(colorLimit, 256), !palette.contains(color) { palette.append(color) }
        func distance(_ other: UInt32) -> Int32 {
            let difference = ErrorDiffusion.unpack(other) &- ErrorDiffusion.unpack(color)
            return (difference &* difference).wrappedSum()
        }
        let nearest = palette.indices.min { distance(palette[$0]) < distance(palette[$1]) } ?? 0
        indices.append(contentsOf: repeatElement(UInt8(truncatingIfNeeded: nearest), count: count - indices.count))
    }
}

/// Numbers colors in the order in which they are first asked for: open addressing with linear probing.
private struct ColorTable {
    private(set) var colors: [UInt32] = []
    private var keys = [UInt32](repeating: .max, count: Self.slotCount)
    private var values = [UInt8](repeating: 0, count: Self.slotCount)

    private static let slotBits: UInt32 = 11
    private static let slotCount = 1 << Int(slotBits)

    /// Nil if the color is new and there are `limit` already.
    @inline(__always)
    mutating func index(of color: UInt32, limit: Int) -> UInt8? {
        var slot = Int((color &* 0x9E37_79B1) >> (32 - Self.slotBits))
        while keys[slot] != color {
            guard keys[slot] != .max else { return insert(color, at: slot, limit: limit) }
            slot = (slot + 1) & (Self.slotCount - 1)
        }
        return values[slot]
    }

    @inline(never)
    private mutating func insert(_ color: UInt32, at slot: Int, limit: Int) -> UInt8? {
        guard colors.count < limit else { return nil }
        keys[slot] = color
        values[slot] = UInt8(truncatingIfNeeded: colors.count)
        colors.append(color)
        return values[slot]
    }
}
