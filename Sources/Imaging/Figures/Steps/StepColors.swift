/// The colors of a sliding kernel's figure.
enum StepColors {
    static let mark = RGB(255, 176, 0)
    static let padding = RGB(70, 70, 110)
    /// Shades of what goes in, and of what has a sign; together few enough for an exact palette.
    private static let grayLevels = 80
    private static let signedLevels = 150

    /// The shade of a number within a range.
    static func gray(_ number: Double, _ range: ClosedRange<Double>) -> RGB {
        guard number.isFinite else { return ColorScale.signal }
        let share = min(max((number - range.lowerBound) / (range.upperBound - range.lowerBound), 0), 1)
        let level = UInt8((share * Double(grayLevels - 1)).rounded() * 255 / Double(grayLevels - 1))
        return RGB(level, level, level)
    }

    /// The color of a number between `-limit` and `limit`.
    static func signed(_ number: Double, _ limit: Double) -> RGB {
        guard number.isFinite else { return ColorScale.signal }
        let share = limit > 0 ? min(max(number / limit, -1), 1) : 0
        let level = ((share + 1) / 2 * Double(signedLevels - 1)).rounded()
        return Colormap.diverging.color(at: level / Double(signedLevels - 1))
    }
}
