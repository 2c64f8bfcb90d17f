/// A color of 8-bit samples, as a screen takes them (sRGB).
package struct RGB: Hashable, Sendable {
    package var red: UInt8
    package var green: UInt8
    package var blue: UInt8

    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    package static let black = RGB(0, 0, 0)
    package static let white = RGB(255, 255, 255)

    /// The relative luminance, `0...1`.
    ///
    /// Source: WCAG 2.2, "relative luminance".
    package var luminance: Double {
        0.2126 * Self.linear(red) + 0.7152 * Self.linear(green) + 0.0722 * Self.linear(blue)
    }

    /// The lightness L* of CIELAB, `0...100`.
    package var lightness: Double {
        let y = luminance
        return y > 216.0 / 24389 ? 116 * cubeRoot(y) - 16 : y * 24389 / 27
    }

    /// Black or white, whichever reads better on this color.
    package var legibleInk: RGB { luminance > 0.18 ? .black : .white }

    /// The color `share` (`0...1`) of the way from this one to another, by sample.
    package func mixed(with other: RGB, share: Double) -> RGB {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8(min(max(Double(a) + (Double(b) - Double(a)) * share, 0), 255).rounded())
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }

    private static func linear(_ sample: UInt8) -> Double {
        let c = Double(sample) / 255
        return c <= 0.04045 ? c / 12.92 : power((c + 0.055) / 1.055, 2.4)
    }
}
