import Tensors

/// A map laid over the picture that it comes from, with the bar of its colors beside it.
package struct OverlayFigure {
    /// Words at the caption's beginning: an address.
    package var title: String
    package var scaling: Scaling
    package var colormap: Colormap
    /// The share of the map's color in every pixel, `0...1`.
    package var opacity: Double
    /// The longer side in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?

    package init(title: String, scaling: Scaling = .each, colormap: Colormap, opacity: Double = 0.55, sizeInPixels: Int? = nil) {
        self.title = title
        self.scaling = scaling
        self.colormap = colormap
        self.opacity = opacity
        self.sizeInPixels = sizeInPixels
    }

    /// Draws a plane `[H, W]` over a picture; every number covers its share of the picture as a flat rectangle.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of plane: Tensor, over picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard plane.shape.rank == 2 else { throw .wrongShape(expected: "[H, W]", found: plane.shape) }
        guard plane.elementCount > 0 else { throw .empty(shape: plane.shape) }
        let statistics = plane.statistics
        let scale = try ColorScale(scaling, for: statistics)
        let levels = scale.levels(plane.floatElements)
        let bar = ColorBar(colormap, scale, on: canvas)
        let hasBar = canvas.widthInPixels > 3 * bar.widthInPixels && canvas.heightInPixels > bar.leastHeightInPixels
        var room = canvas
        if hasBar { room.widthInPixels -= bar.widthInPixels }
        let palette = ColorScale.palette(colormap)
        let backdrop = try picture.convertedToRGB(over: canvas.background).fitted(to: room, longerSideInPixels: sizeInPixels)
        var samples = backdrop.samples
        let (height, width) = (backdrop.heightInPixels, backdrop.widthInPixels)
        for row in 0..<height {
            for column in 0..<width {
                let cell = row * plane.shape[0] / height * plane.shape[1] + column * plane.shape[1] / width
                let place = (row * width + column) * 3
                let below = RGB(samples[place], samples[place + 1], samples[place + 2])
                let color = below.mixed(with: palette[Int(levels[cell])], share: opacity)
                (samples[place], samples[place + 1], samples[place + 2]) = (color.red, color.green, color.blue)
            }
        }
        let image = Image(heightInPixels: height, widthInPixels: width, channelCount: 3, samples: samples)
        var pixels = PixelCanvas(
            heightInPixels: hasBar ? max(height, bar.leastHeightInPixels) : height,
            widthInPixels: hasBar ? width + bar.widthInPixels : width, filledWith: canvas.background)
        pixels.place(image, row: 0, column: 0)
        if hasBar { bar.draw(on: &pixels, column: width, ink: canvas.foreground) }
        let words = "\(plane.shape) over the picture, \(colormap.name), scale \(scaling), \(statistics.rangeDescription)"
        let summary = PlaneSummary(plane: plane, name: title)
        return Figure(
            pixels, caption: "\(title): \(words)", textTwin: summary.lines, details: summary.details,
            source: FigureSource("map over a picture", colormap: colormap, scaling: scaling, parts: [.tensor(plane), .picture(picture)]))
    }
}
