import CImageCodecs
import Tensors

/// The way from numbers to the levels of a color map.
///
/// Level 0 stands for ``low``, the last one for ``high``; what lies outside takes the nearer end. A number that is not finite
/// has a level of its own, painted in ``signal``.
struct ColorScale {
    let low: Float
    let high: Float

    /// The color of what is not finite: in no color map.
    static let signal = RGB(255, 0, 255)
    /// The level of what is not finite.
    static let signalLevel = UInt8(Colormap.levelCount)

    /// Numbers that differ by no more than this share of their magnitude differ by rounding: a map of them is constant.
    private static let roundingShare: Float = 0x1p-20

    /// The range that a scaling gives to numbers with these statistics; constant numbers are the low end of one that is not empty.
    ///
    /// - Throws: ``FigureError/emptyRange(low:high:)`` for a given range that is none.
    init(_ scaling: Scaling, for statistics: Statistics) throws(FigureError) {
        switch scaling {
        case .range(let low, let high):
            guard low.isFinite, high.isFinite, low < high else { throw .emptyRange(low: low, high: high) }
            (self.low, self.high) = (low, high)
        case .symmetric:
            let limit = max(abs(statistics.minimum), abs(statistics.maximum))
            (low, high) = limit > 0 ? (-limit, limit) : (-1, 1)
        case .each, .shared:
            let (least, greatest) = (statistics.minimum, statistics.maximum)
            let rounding = max(abs(least), abs(greatest)) * Self.roundingShare
            (low, high) =
                greatest - least > rounding
                ? (least, greatest) : (least, min(least + max(1, abs(least) * 1e-3), .greatestFiniteMagnitude))
        }
    }

    /// The colors by level, ``signal`` last.
    static func palette(_ colormap: Colormap) -> [RGB] { colormap.levels + [signal] }

    /// Red, green and blue of 256 levels; those behind ``signal`` are black.
    static func samples(_ colormap: Colormap) -> [UInt8] {
        let colors = palette(colormap).flatMap { [$0.red, $0.green, $0.blue] }
        return colors + [UInt8](repeating: 0, count: 256 * 3 - colors.count)
    }

    /// Numbers `[H, W]` as a picture of a pixel each.
    ///
    /// - Parameter colors: What ``samples(_:)`` made of a color map.
    func picture(of numbers: Tensor, _ colors: [UInt8]) -> Image {
        let levels = withExtendedLifetime(numbers.storage) { self.levels(numbers.floatElements) }
        let samples = [UInt8](unsafeUninitializedCapacity: levels.count * 3) { samples, count in
            if let target = samples.baseAddress { cimagecodecs_colors(levels, levels.count, colors, target) }
            count = levels.count * 3
        }
        return Image(heightInPixels: numbers.shape[0], widthInPixels: numbers.shape[1], channelCount: 3, samples: samples)
    }

    /// The levels of numbers.
    func levels(_ numbers: UnsafeBufferPointer<Float>) -> [UInt8] {
        let top = Colormap.levelCount - 1
        let lowest = Double(low)
        // In double precision the distance of any two floats, and its reciprocal, is a number.
        let factor = low < high ? Double(top) / (Double(high) - lowest) : 0
        return [UInt8](unsafeUninitializedCapacity: numbers.count) { levels, count in
            if let source = numbers.baseAddress, let target = levels.baseAddress {
                cimagecodecs_levels(source, numbers.count, lowest, factor, UInt8(top), Self.signalLevel, target)
            }
            count = numbers.count
        }
    }
}
