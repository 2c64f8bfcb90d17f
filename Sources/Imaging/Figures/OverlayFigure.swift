import Tensors

/// A map laid over the picture that it comes from.
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
        let levels = try ColorScale(scaling, for: statistics).levels(plane.floatElements)
        let palette = ColorScale.palette(colormap)
        let backdrop = try picture.convertedToRGB(over: canvas.background).fitted(to: canvas, longerSideInPixels: sizeInPixels)
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
        let words = "\(plane.shape) over the picture, \(colormap.name), scale \(scaling), \(statistics.rangeDescription)"
        let peak = plane.peak.map { ["  mean \(NumberFormat.short(statistics.mean)), peak at \(title)@\($0)"] } ?? []
        return Figure(
            image: image, caption: "\(title): \(words)", textTwin: peak,
            source: FigureSource("map over a picture", colormap: colormap, scaling: scaling, parts: [.tensor(plane), .picture(picture)]))
    }
}
