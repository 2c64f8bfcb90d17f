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

    /// - Throws: ``FigureError/emptyRange(low:high:)``.
    init(low: Float, high: Float) throws(FigureError) {
        guard low.isFinite, high.isFinite, low < high else { throw .emptyRange(low: low, high: high) }
        self.low = low
        self.high = high
    }

    /// The range that a scaling gives to numbers with these statistics; one that is constant gets a range around it.
    init(_ scaling: Scaling, for statistics: Statistics) {
        switch scaling {
        case .range(let low, let high): (self.low, self.high) = (low, high)
        case .symmetric:
            let limit = max(abs(statistics.minimum), abs(statistics.maximum))
            (low, high) = limit > 0 ? (-limit, limit) : (-1, 1)
        case .each, .shared:
            let (least, greatest) = (statistics.minimum, statistics.maximum)
            let margin = max(abs(least) * 1e-3, .leastNormalMagnitude * 1e6)
            (low, high) = least < greatest ? (least, greatest) : (least, least + margin)
        }
    }

    /// The colors by level, ``signal`` last.
    static func palette(_ colormap: Colormap) -> [RGB] { colormap.levels + [signal] }

    /// The levels of numbers.
    func levels(_ numbers: UnsafeBufferPointer<Float>) -> [UInt8] {
        let top = Float(Colormap.levelCount - 1)
        // Halved, so that the distance of two finite numbers is finite too.
        let factor = top / (high / 2 - low / 2)
        return [UInt8](unsafeUninitializedCapacity: numbers.count) { levels, count in
            for index in numbers.indices {
                let number = numbers[index]
                let position = min(max((number / 2 - low / 2) * factor, 0), top)
                levels[index] = number.isFinite ? UInt8(position.rounded()) : Self.signalLevel
            }
            count = numbers.count
        }
    }
}
