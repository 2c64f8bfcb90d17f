/// A path through color space that shows numbers: 256 colors from the lowest to the highest.
package struct Colormap: Sendable {
    /// What kind of numbers a color map is made for.
    package enum Kind: Sendable {
        /// From little to much, lightness rising all the way.
        case sequential
        /// Away from a neutral middle to either side, lightness falling on both.
        case diverging
        /// Many hues, to tell levels apart.
        case rainbow
    }

    package let name: String
    package let kind: Kind
    /// 256 colors.
    package let colors: [RGB]

    /// Colors along straight lines in sRGB between control points at equal distances.
    ///
    /// - Parameter controlPoints: at least two, each `0xRRGGBB`.
    init(name: String, kind: Kind, controlPoints: [UInt32]) {
        self.name = name
        self.kind = kind
        let points = controlPoints.map { RGB(UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)) }
        colors = (0..<256).map { index in
            let position = Double(index) / 255 * Double(points.count - 1)
            let left = min(Int(position), points.count - 2)
            return points[left].mixed(with: points[left + 1], share: position - Double(left))
        }
    }

    /// The map of a name, whatever its case, or `nil`.
    package static func named(_ name: String) -> Colormap? {
        all.first { $0.name == name.lowercased() }
    }

    /// The color at a position `0...1`, clamped to it.
    package func color(at position: Double) -> RGB {
        colors[Int((min(max(position, 0), 1) * 255).rounded())]
    }

    /// How many of the colors a figure uses at most, so that with a few flat ones it stays within the 256 of a palette.
    package static let levelCount = 240

    /// ``levelCount`` colors at equal distances.
    package var levels: [RGB] {
        (0..<Self.levelCount).map { color(at: Double($0) / Double(Self.levelCount - 1)) }
    }
}
