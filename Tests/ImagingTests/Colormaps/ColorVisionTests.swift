import Imaging
import Testing

/// The colors that figures choose by themselves, seen with one kind of cone missing.
struct ColorVisionTests {
    private static let series = [
        RGB(86, 180, 233), RGB(230, 159, 0), RGB(0, 158, 115), RGB(204, 121, 167), RGB(213, 94, 0), RGB(0, 114, 178), RGB(240, 228, 66),
    ]

    @Test(arguments: ColorVision.allCases)
    func `the lines of a chart can be told from one another`(vision: ColorVision) {
        for background in [FigureCanvas.darkBackground, FigureCanvas.lightBackground] {
            let canvas = FigureCanvas(widthInPixels: 9, heightInPixels: 9, background: background)
            let colors = Self.series.map(canvas.ink)
            for (index, color) in colors.enumerated().prefix(4) {
                for other in colors[..<index] { #expect(vision.distance(color, other) > 8, "\(color) and \(other)") }
            }
        }
    }

    @Test(arguments: ColorVision.allCases)
    func `the standard maps go one way, and below zero looks unlike above`(vision: ColorVision) {
        for colormap in [Colormap.viridis, .cividis, .magma] {
            for step in 1..<8 {
                let (here, there) = (colormap.color(at: Double(step - 1) / 7), colormap.color(at: Double(step) / 7))
                #expect(vision.distance(here, there) > 6, "\(colormap.name) at \(step)")
            }
        }
        for distance in [0.25, 0.5, 0.75, 1.0] {
            let (below, above) = (Colormap.diverging.color(at: 0.5 - distance / 2), Colormap.diverging.color(at: 0.5 + distance / 2))
            #expect(vision.distance(below, above) > 15 * distance, "at \(distance)")
        }
    }
}
