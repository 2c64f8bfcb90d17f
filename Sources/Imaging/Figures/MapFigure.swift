import Tensors

/// One map, as large as fits, with the bar of its colors beside it.
package struct MapFigure {
    /// Words at the caption's beginning: an address.
    package var title: String
    package var scaling: Scaling
    package var colormap: Colormap
    /// The longer side in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?

    package init(title: String, scaling: Scaling = .each, colormap: Colormap, sizeInPixels: Int? = nil) {
        self.title = title
        self.scaling = scaling
        self.colormap = colormap
        self.sizeInPixels = sizeInPixels
    }

    private static let barWidth = 12
    private static let gap = 6
    private static let textSize = 11

    /// Draws a plane `[H, W]`.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of plane: Tensor, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard plane.shape.rank == 2 else { throw .wrongShape(expected: "[H, W]", found: plane.shape) }
        guard plane.elementCount > 0 else { throw .empty(shape: plane.shape) }
        let statistics = plane.statistics
        let scale = try ColorScale(scaling, for: statistics)
        let ends = [scale.high, scale.low].map { TextMask(NumberFormat.short($0), sizeInPixels: Self.textSize) }
        let margin = 2 * Self.gap + Self.barWidth + (ends.map(\.widthInPixels).max() ?? 0)
        let mapScale = scaleOfMap(plane.shape, margin: margin, canvas)
        guard canvas.widthInPixels > margin, canvas.heightInPixels > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let (numbers, enlargement) = mapScale.numbers(of: plane)
        let (height, width) = (mapScale.pixels(plane.shape[0]), mapScale.pixels(plane.shape[1]))
        let barHeight = max(height, min(canvas.heightInPixels, 3 * ends[0].heightInPixels))
        var pixels = PixelCanvas(heightInPixels: barHeight, widthInPixels: width + margin, filledWith: canvas.background)
        pixels.paint(
            scale.levels(numbers.floatElements), widthInCells: numbers.shape[1], palette: ColorScale.palette(colormap), scale: enlargement,
            row: 0, column: 0)
        drawBar(ends, column: width + Self.gap, canvas, on: &pixels)
        let words = "\(plane.shape)\(mapScale.description), \(colormap.name), scale \(scaling), \(statistics.rangeDescription)"
        let peak = plane.peak.map { ["  mean \(NumberFormat.short(statistics.mean)), peak at \(title)@\($0)"] } ?? []
        return Figure(
            image: pixels.image, caption: "\(title): \(words)", textTwin: peak,
            source: FigureSource("map", colormap: colormap, scaling: scaling, parts: [.tensor(plane)]))
    }

    private func scaleOfMap(_ shape: Shape, margin: Int, _ canvas: FigureCanvas) -> MapScale {
        var scale = MapScale.smaller(
            MapScale(fitting: shape[0], into: canvas.heightInPixels), MapScale(fitting: shape[1], into: canvas.widthInPixels - margin))
        if let sizeInPixels { scale = .smaller(scale, MapScale(fitting: max(shape[0], shape[1]), into: sizeInPixels)) }
        return scale
    }

    private func drawBar(_ ends: [TextMask], column: Int, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        let levels = colormap.levels
        let height = pixels.heightInPixels
        for row in 0..<height {
            let level = (height - 1 - row) * (levels.count - 1) / max(1, height - 1)
            pixels.fill(row: row, column: column, heightInPixels: 1, widthInPixels: Self.barWidth, with: levels[level])
        }
        let textColumn = column + Self.barWidth + Self.gap / 2
        pixels.write(ends[0], row: 0, column: textColumn, in: canvas.foreground)
        pixels.write(ends[1], row: height - ends[1].heightInPixels, column: textColumn, in: canvas.foreground)
    }
}
