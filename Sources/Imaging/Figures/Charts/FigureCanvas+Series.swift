extension FigureCanvas {
    /// Colors that people of any color vision tell apart.
    ///
    /// Source: Okabe, Ito, "Color universal design", 2008, https://jfly.uni-koeln.de/color/.
    static let seriesColors = [
        RGB(86, 180, 233), RGB(230, 159, 0), RGB(0, 158, 115), RGB(204, 121, 167), RGB(213, 94, 0), RGB(0, 114, 178), RGB(240, 228, 66),
    ]

    /// The color of a chart's line by its number, as far from the background as it must be.
    func seriesColor(_ index: Int) -> RGB { ink(Self.seriesColors[index % Self.seriesColors.count]) }
}
