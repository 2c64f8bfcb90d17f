/// The colors that a terminal's text may have.
package enum ColorDepth: String, Sendable, CaseIterable {
    /// 24 bits.
    case direct = "truecolor"
    /// A cube of 216 colors and 24 grays.
    case palette256 = "256"
    /// The eight colors of ECMA-48, dark and bright, as xterm has them.
    case palette16 = "16"
    case none

    /// A color as it can be named: `0xRRGGBB`, a number of the palette, or 0 and 1 for dark and light.
    func nearest(to color: UInt32) -> UInt32 {
        switch self {
        case .direct: color
        case .palette256: Self.nearestOf256(color)
        case .palette16: Self.nearest(to: color, among: Self.sixteen)
        case .none: Self.luminance(color) >= 128 ? 1 : 0
        }
    }

    /// `0...255`: ITU-R BT.601's weights.
    static func luminance(_ color: UInt32) -> Int {
        (Int(color >> 16 & 0xFF) * 299 + Int(color >> 8 & 0xFF) * 587 + Int(color & 0xFF) * 114 + 500) / 1000
    }

    /// Levels of the cube's axes.
    private static let levels: [Int] = [0, 95, 135, 175, 215, 255]

    private static func nearestOf256(_ color: UInt32) -> UInt32 {
        let samples = [16, 8, 0].map { Int(color >> $0 & 0xFF) }
        let steps = samples.map { sample in levels.indices.min { abs(levels[$0] - sample) < abs(levels[$1] - sample) } ?? 0 }
        let cube = steps.reduce(0) { $0 * 6 + $1 }
        let gray = min(max((samples.reduce(0, +) / 3 - 8 + 5) / 10, 0), 23)
        func distance(_ other: [Int]) -> Int { zip(samples, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        let isGray = distance([8 + gray * 10, 8 + gray * 10, 8 + gray * 10]) < distance(steps.map { levels[$0] })
        return UInt32(isGray ? 232 + gray : 16 + cube)
    }

    private static func nearest(to color: UInt32, among colors: [UInt32]) -> UInt32 {
        func distance(_ other: UInt32) -> Int {
            [16, 8, 0].reduce(0) { sum, shift in
                let difference = Int(other >> UInt32(shift) & 0xFF) - Int(color >> UInt32(shift) & 0xFF)
                return sum + difference * difference
            }
        }
        return UInt32(colors.indices.min { distance(colors[$0]) < distance(colors[$1]) } ?? 0)
    }

    /// xterm's colors; others differ by little.
    static let sixteen: [UInt32] = [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF,
        0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ]
}

extension ByteBuffer {
    /// The longest of `writeColor`.
    static var longestColor: Int { 19 }

    /// Writes the sequence for a color that `depth.nearest` gave; room for it must have been reserved.
    ///
    /// Source: ECMA-48, 8.3.117 (SGR); ITU-T T.416, 13.1.8 (direct and indexed colors).
    mutating func writeColor(_ color: UInt32, isForeground: Bool, _ depth: ColorDepth) {
        guard depth != .none else { return }
        write(0x1B)
        write(UInt8(ascii: "["))
        if depth == .palette16 {
            write(decimal: (isForeground ? 30 : 40) + Int(color % 8) + (color < 8 ? 0 : 60))
        } else {
            write(decimal: isForeground ? 38 : 48)
            write(UInt8(ascii: ";"))
            write(depth == .direct ? UInt8(ascii: "2") : UInt8(ascii: "5"))
            for shift: UInt32 in depth == .direct ? [16, 8, 0] : [0] {
                write(UInt8(ascii: ";"))
                write(decimal: Int(color >> shift & 0xFF))
            }
        }
        write(UInt8(ascii: "m"))
    }

    /// Reserves and writes in UTF-8.
    mutating func append(_ scalar: Unicode.Scalar) {
        reserve(4)
        for unit in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { write(unit) }
    }
}
