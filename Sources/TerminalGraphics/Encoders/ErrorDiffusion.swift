/// Draws pixels in the colors of a palette, passing each pixel's error on to its neighbors.
///
/// Source: R. W. Floyd and L. Steinberg, "An adaptive algorithm for spatial grayscale", Proceedings of the SID 17 (1976), pages 75-77;
/// here every other row runs from the right.
struct ErrorDiffusion {
    private var nearest: NearestColorTable

    init(palette: [UInt32]) {
        nearest = NearestColorTable(palette)
    }

    /// One index into the palette a pixel.
    mutating func indices(of source: PackedPixels) -> [UInt8] {
        let width = source.widthInPixels
        // A pixel's error in sixteenths, with a pixel of room on either side of the row.
        var here = [SIMD4<Int32>](repeating: .zero, count: width + 2)
        var below = here
        return [UInt8](unsafeUninitializedCapacity: source.pixels.count) { output, count in
            source.pixels.withUnsafeBufferPointer { pixels in
                for row in 0..<source.heightInPixels {
                    here.withUnsafeMutableBufferPointer { here in
                        below.withUnsafeMutableBufferPointer { below in
                            below.update(repeating: .zero)
                            diffuse(pixels, output, from: row * width, width, here, below, step: row % 2 == 0 ? 1 : -1)
                        }
                    }
                    swap(&here, &below)
                }
            }
            count = source.pixels.count
        }
    }

    @inline(__always)
    private mutating func diffuse(
        _ pixels: UnsafeBufferPointer<UInt32>, _ output: UnsafeMutableBufferPointer<UInt8>, from start: Int, _ width: Int,
        _ here: UnsafeMutableBufferPointer<SIMD4<Int32>>, _ below: UnsafeMutableBufferPointer<SIMD4<Int32>>, step: Int
    ) {
        var column = step > 0 ? 0 : width - 1
        var ahead = here[column + 1]
        for _ in 0..<width {
            let color = Self.unpack(pixels[start + column])
            let wanted = (color &+ ((ahead &+ 8) &>> 4)).clamped(lowerBound: .zero, upperBound: SIMD4(repeating: 255))
            let index = nearest.index(of: wanted)
            output[start + column] = index
            let error = wanted &- nearest.color(at: index)
            let double = error &+ error
            let at = column + 1
            ahead = here[at + step] &+ (double &+ double &+ double &+ error)
            below[at - step] = below[at - step] &+ (double &+ error)
            below[at] = below[at] &+ (double &+ double &+ error)
            below[at + step] = below[at + step] &+ error
            column += step
        }
    }

    @inline(__always)
    static func unpack(_ color: UInt32) -> SIMD4<Int32> {
        SIMD4(Int32(color >> 16 & 0xFF), Int32(color >> 8 & 0xFF), Int32(color & 0xFF), 0)
    }
}

/// The palette's nearest color for every cell of 4 x 4 x 4 colors, found when first asked for.
private struct NearestColorTable {
    private let colors: [SIMD4<Int32>]
    /// The palette by channel, eight colors a vector, filled up with a color that is far from all.
    private let channels: [(red: SIMD8<Float>, green: SIMD8<Float>, blue: SIMD8<Float>)]
    private var table = [UInt16](repeating: .max, count: 1 << 18)

    init(_ palette: [UInt32]) {
        let colors = palette.map(ErrorDiffusion.unpack)
        self.colors = colors
        channels = stride(from: 0, to: colors.count, by: 8).map { first in
            func vector(_ channel: Int) -> SIMD8<Float> {
                var vector = SIMD8<Float>(repeating: 1000)
                for lane in 0..<min(8, colors.count - first) { vector[lane] = Float(colors[first + lane][channel]) }
                return vector
            }
            return (vector(0), vector(1), vector(2))
        }
    }

    @inline(__always)
    func color(at index: UInt8) -> SIMD4<Int32> { colors[Int(index)] }

    /// For a color of samples `0...255`.
    @inline(__always)
    mutating func index(of color: SIMD4<Int32>) -> UInt8 {
        let cell = Int((color[0] &>> 2) &<< 12 | (color[1] &>> 2) &<< 6 | color[2] &>> 2)
        let found = table[cell]
        return found == .max ? search(cell) : UInt8(truncatingIfNeeded: found)
    }

    @inline(never)
    private mutating func search(_ cell: Int) -> UInt8 {
        let red = SIMD8<Float>(repeating: Float(cell >> 12 & 63) * 4 + 1.5)
        let green = SIMD8<Float>(repeating: Float(cell >> 6 & 63) * 4 + 1.5)
        let blue = SIMD8<Float>(repeating: Float(cell & 63) * 4 + 1.5)
        var shortest = SIMD8<Float>(repeating: .infinity)
        var nearest = SIMD8<Int32>(repeating: 0)
        var lanes = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
        for vector in channels {
            let (r, g, b) = (vector.red - red, vector.green - green, vector.blue - blue)
            let distance = r * r + g * g + b * b
            let isNearer = distance .< shortest
            shortest.replace(with: distance, where: isNearer)
            nearest.replace(with: lanes, where: isNearer)
            lanes &+= 8
        }
        var best = 0
        for lane in 1..<8 where shortest[lane] < shortest[best] { best = lane }
        let index = UInt16(truncatingIfNeeded: nearest[best])
        table[cell] = index
        return UInt8(truncatingIfNeeded: index)
    }
}
