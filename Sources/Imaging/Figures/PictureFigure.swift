/// A picture as it is, or its channels side by side.
package struct PictureFigure {
    /// Words at the caption's beginning: `chelsea`.
    package var title: String
    /// The longer side in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?

    package init(title: String, sizeInPixels: Int? = nil) {
        self.title = title
        self.sizeInPixels = sizeInPixels
    }

    /// The picture, fitted to the canvas.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let image = try picture.convertedToRGB(over: canvas.background).fitted(to: canvas, longerSideInPixels: sizeInPixels)
        let words =
            "\(title): \(picture.heightInPixels)x\(picture.widthInPixels)x\(picture.channelCount), 0..255"
            + "\(PictureFigure.scaleDescription(from: picture, to: image))"
        return Figure(
            image: image, caption: words, textTwin: channelLines(of: picture), details: PictureSummary(picture: picture).details,
            source: FigureSource("picture", parts: [.picture(picture)]))
    }

    /// The channels in gray, side by side: red, green, blue, and transparency where there is one.
    ///
    /// - Throws: ``FigureError``.
    package func channels(of picture: Image, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let count = picture.channelCount
        var part = canvas
        part.widthInPixels = (canvas.widthInPixels - (count - 1) * GridLayout.smallestGap) / count
        if let sizeInPixels { part.widthInPixels = min(part.widthInPixels, sizeInPixels) }
        let planes = try (0..<count).map { channel throws(FigureError) in
            try picture.channel(channel).convertedToRGB().fitted(to: part, longerSideInPixels: sizeInPixels)
        }
        let width = planes.reduce(0) { $0 + $1.widthInPixels } + (count - 1) * GridLayout.smallestGap
        var pixels = PixelCanvas(heightInPixels: planes[0].heightInPixels, widthInPixels: width, filledWith: canvas.background)
        for (index, plane) in planes.enumerated() {
            pixels.place(plane, row: 0, column: index * (plane.widthInPixels + GridLayout.smallestGap))
        }
        let words =
            "channels of \(title): \(PictureFigure.channelNames(count).joined(separator: ", ")), "
            + "each \(picture.heightInPixels)x\(picture.widthInPixels), gray, scale 0..255"
        return Figure(
            pixels, caption: words, textTwin: channelLines(of: picture), source: FigureSource("channels", parts: [.picture(picture)]))
    }

    static func channelNames(_ count: Int) -> [String] {
        count == 1 ? ["gray"] : Array(["red", "green", "blue", "alpha"].prefix(count))
    }

    private static func scaleDescription(from picture: Image, to image: Image) -> String {
        guard image.heightInPixels != picture.heightInPixels || image.widthInPixels != picture.widthInPixels else { return "" }
        return ", shown at \(image.heightInPixels)x\(image.widthInPixels)"
    }

    private func channelLines(of picture: Image) -> [String] {
        Self.channelNames(picture.channelCount).enumerated().map { index, name in
            let samples = picture.channel(index).samples
            let mean = samples.reduce(0.0) { $0 + Double($1) } / Double(max(1, samples.count))
            return "  \(name): \(samples.min() ?? 0)..\(samples.max() ?? 0), mean \(NumberFormat.fixed(mean, places: 1))"
        }
    }
}

extension Image {
    /// One channel as a gray picture.
    func channel(_ index: Int) -> Image {
        let samples = stride(from: index, to: self.samples.count, by: channelCount).map { self.samples[$0] }
        return Image(heightInPixels: heightInPixels, widthInPixels: widthInPixels, channelCount: 1, samples: samples)
    }

    /// The picture at the largest size that fits: small ones are enlarged by a whole factor, large ones reduced.
    ///
    /// - Throws: ``FigureError``.
    func fitted(to canvas: FigureCanvas, longerSideInPixels: Int? = nil) throws(FigureError) -> Image {
        guard heightInPixels > 0, widthInPixels > 0 else { throw .empty(shape: [heightInPixels, widthInPixels]) }
        guard canvas.heightInPixels > 0, canvas.widthInPixels > 0 else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        var room = (height: canvas.heightInPixels, width: canvas.widthInPixels)
        if let side = longerSideInPixels { room = (min(room.height, side), min(room.width, side)) }
        let factor = min(Double(room.height) / Double(heightInPixels), Double(room.width) / Double(widthInPixels))
        if factor >= 1 {
            let whole = Int(factor)
            return resampled(heightInPixels: heightInPixels * whole, widthInPixels: widthInPixels * whole, filter: .nearest)
        }
        return resampled(
            heightInPixels: max(1, min(room.height, Int(Double(heightInPixels) * factor))),
            widthInPixels: max(1, min(room.width, Int(Double(widthInPixels) * factor))), filter: .bicubic)
    }
}
