import Imaging
import Tensors
import Testing

/// Figures on light and dark backgrounds, with small and large letters.
struct FigureCanvasTests {
    static let backgrounds = [
        FigureCanvas.darkBackground, FigureCanvas.lightBackground, RGB(0, 43, 54), RGB(253, 246, 227), RGB(128, 128, 128),
    ]

    private static func canvas(_ background: RGB, textSize: Int = 12) -> FigureCanvas {
        FigureCanvas(widthInPixels: 900, heightInPixels: 700, background: background, textSizeInPixels: textSize)
    }

    @Test(arguments: backgrounds)
    func `letters and the colors of lines can be told from any background`(background: RGB) {
        let canvas = Self.canvas(background)
        #expect(canvas.foreground.contrast(with: background) >= 3.5)
        for color in [RGB(86, 180, 233), RGB(240, 228, 66), RGB(0, 114, 178), background, .black, .white] {
            #expect(canvas.ink(color).contrast(with: background) >= 3)
        }
    }

    @Test func `a color that is far enough from the background stays as it is`() {
        let dark = Self.canvas(.black)
        #expect(dark.ink(RGB(86, 180, 233)) == RGB(86, 180, 233))
    }

    @Test(arguments: backgrounds)
    func `every chart stands on the canvas's background`(background: RGB) throws {
        let canvas = Self.canvas(background)
        let numbers = Tensor([50], (0..<50).map { Float($0 * $0) })
        let figures = [
            try HistogramFigure(title: "a").figure(of: numbers, on: canvas),
            try BarFigure(title: "b", names: []).figure(of: [1, -1], on: canvas),
            try MapFigure(title: "c", colormap: .viridis).figure(of: numbers.reshaped(to: [5, 10]), on: canvas),
        ]
        for figure in figures {
            #expect(figure.image.rgb(figure.image.heightInPixels - 1, figure.image.widthInPixels - 1) == background)
            #expect(figure.drawing.background == background)
        }
    }

    @Test func `charts grow with the letters of the screen`() throws {
        let numbers = Tensor([50], (0..<50).map { Float($0) })
        let (small, large) = (
            try HistogramFigure(title: "a").figure(of: numbers, on: Self.canvas(.black, textSize: 11)),
            try HistogramFigure(title: "a").figure(of: numbers, on: Self.canvas(.black, textSize: 24))
        )
        #expect(large.image.heightInPixels > 2 * small.image.heightInPixels)
    }

    @Test(arguments: [(8, 11), (18, 12), (36, 24), (400, 48)])
    func `letters follow the height of the terminal's own, within bounds`(cell: Int, size: Int) {
        #expect(FigureCanvas.textSizeInPixels(cellHeightInPixels: cell) == size)
    }
}
