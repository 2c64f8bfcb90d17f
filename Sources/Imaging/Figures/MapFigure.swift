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

    /// Draws a plane `[H, W]`.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of plane: Tensor, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard plane.shape.rank == 2 else { throw .wrongShape(expected: "[H, W]", found: plane.shape) }
        guard plane.elementCount > 0 else { throw .empty(shape: plane.shape) }
        let statistics = plane.statistics
        let scale = try ColorScale(scaling, for: statistics)
        let bar = ColorBar(colormap, scale, on: canvas)
        guard canvas.widthInPixels > bar.widthInPixels, canvas.heightInPixels > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let mapScale = scaleOfMap(plane.shape, margin: bar.widthInPixels, canvas)
        let (numbers, enlargement) = mapScale.numbers(of: plane)
        let (height, width) = (mapScale.pixels(plane.shape[0]), mapScale.pixels(plane.shape[1]))
        var pixels = PixelCanvas(
            heightInPixels: max(height, min(canvas.heightInPixels, bar.leastHeightInPixels)), widthInPixels: width + bar.widthInPixels,
            filledWith: canvas.background)
        pixels.place(scale.picture(of: numbers, ColorScale.samples(colormap)), scale: enlargement, row: 0, column: 0)
        bar.draw(on: &pixels, column: width, ink: canvas.foreground)
        let words = "\(plane.shape)\(mapScale.description), \(colormap.name), scale \(scaling), \(statistics.rangeDescription)"
        let summary = PlaneSummary(plane: plane, name: title)
        return Figure(
            pixels, caption: "\(title): \(words)", textTwin: summary.lines, details: summary.details,
            source: FigureSource("map", colormap: colormap, scaling: scaling, parts: [.tensor(plane)]))
    }

    private func scaleOfMap(_ shape: Shape, margin: Int, _ canvas: FigureCanvas) -> MapScale {
        var scale = MapScale.smaller(
            MapScale(fitting: shape[0], into: canvas.heightInPixels), MapScale(fitting: shape[1], into: canvas.widthInPixels - margin))
        if let sizeInPixels { scale = .smaller(scale, MapScale(fitting: max(shape[0], shape[1]), into: sizeInPixels)) }
        return scale
    }
}
