import Tensors

/// Pictures of equal size in rows and columns: feature maps, filters; with a bar of the colors where they mean the same in all.
package struct GridFigure {
    /// Words at the caption's beginning: `maps of layer1.0.conv1`.
    package var title: String
    /// How many there are, of which these are shown.
    package var totalCount: Int
    /// The name of each picture: its address, where it has one.
    package var names: [String]
    /// What stands under each picture; `nil` for nothing.
    package var labels: [String]?
    package var rows: Int?
    package var columns: Int?
    /// The longer side of each picture in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?
    package var scaling: Scaling
    package var colormap: Colormap

    package init(title: String, totalCount: Int, names: [String], scaling: Scaling = .each, colormap: Colormap) {
        self.title = title
        self.totalCount = totalCount
        self.names = names
        self.scaling = scaling
        self.colormap = colormap
    }

    /// Draws planes `[N, H, W]` through the color map.
    ///
    /// - Throws: ``FigureError``.
    package func figure(of planes: Tensor, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard planes.shape.rank == 3 else { throw .wrongShape(expected: "[N, H, W]", found: planes.shape) }
        guard planes.elementCount > 0 else { throw .empty(shape: planes.shape) }
        let (statistics, all) = planes.statisticsOfParts
        let bar = scaling == .each ? nil : ColorBar(colormap, try ColorScale(scaling, for: all), on: canvas)
        let (layout, fittingBar) = try layout(planes.shape, beside: bar, on: canvas)
        let count = min(planes.shape[0], layout.rows * layout.columns)
        let scales = try (0..<count).map { cell throws(FigureError) in
            try ColorScale(scaling, for: scaling == .each ? statistics[cell] : all)
        }
        var pixels = background(layout, fittingBar, canvas)
        var summary = GridSummary()
        for (cell, picture) in pictures(of: planes, scales, layout.scale).enumerated() {
            let corner = layout.corner(cell)
            pixels.place(picture.image, scale: picture.enlargement, row: corner.row, column: corner.column)
            summary.add(names[cell], planes.part(cell), statistics[cell])
        }
        writeLabels(count, layout, canvas, on: &pixels)
        fittingBar?.draw(on: &pixels, column: layout.widthInPixels, ink: canvas.foreground)
        let words =
            "\(shownCount(count)), each \(planes.shape[1])x\(planes.shape[2])\(layout.scale.description), "
            + "\(colormap.name), scale \(scaling), \(all.rangeDescription)"
        let told = summary
        let parts = (0..<count).map { FigureSource.Numbers.tensor(planes.part($0)) }
        return Figure(
            pixels, caption: "\(title): \(words)", textTwin: summary.lines, details: told.details,
            source: FigureSource("grid of \(layout.rows)x\(layout.columns)", colormap: colormap, scaling: scaling, parts: parts))
    }

    /// The first of the planes, each through a scale of its own, and how many pixels a side is to be made of each of theirs.
    private func pictures(of planes: Tensor, _ scales: [ColorScale], _ mapScale: MapScale) -> [(image: Image, enlargement: Int)] {
        let colors = ColorScale.samples(colormap)
        let picture = { @Sendable (cell: Int) in
            let (numbers, enlargement) = mapScale.numbers(of: planes.part(cell))
            return (image: scales[cell].picture(of: numbers, colors), enlargement: enlargement)
        }
        let isWorthThreads = planes.elementCount >= Tensor.fewestConcurrent
        return isWorthThreads ? Array(concurrently: scales.count, picture) : scales.indices.map(picture)
    }

    /// Draws filters over three channels, `[N, 3, H, W]` in the order red, green, blue, as colors: 0 is middle gray.
    ///
    /// - Throws: ``FigureError``.
    package func composite(of filters: Tensor, on canvas: FigureCanvas) throws(FigureError) -> Figure {
        guard filters.shape.rank == 4, filters.shape[1] == 3 else { throw .wrongShape(expected: "[N, 3, H, W]", found: filters.shape) }
        guard filters.elementCount > 0 else { throw .empty(shape: filters.shape) }
        let (height, width) = (filters.shape[2], filters.shape[3])
        let layout = try layout(count: filters.shape[0], height: height, width: width, on: canvas)
        let all = filters.statistics
        let count = min(filters.shape[0], layout.rows * layout.columns)
        var pixels = background(layout, nil, canvas)
        var summary = GridSummary()
        for cell in 0..<count {
            let filter = filters.part(cell)
            let statistics = filter.statistics
            let scale = try ColorScale(compositeScaling, for: scaling == .each ? statistics : all)
            let image = Self.composite(filter, scale, layout.scale)
            let corner = layout.corner(cell)
            pixels.place(image, row: corner.row, column: corner.column)
            summary.add(names[cell], filter, statistics)
        }
        writeLabels(count, layout, canvas, on: &pixels)
        let words =
            "\(shownCount(count)), each 3x\(height)x\(width) as RGB\(layout.scale.description), "
            + "scale \(scaling) around 0 (gray), \(all.rangeDescription)"
        let told = summary
        let parts = (0..<count).map { FigureSource.Numbers.tensor(filters.part($0)) }
        return Figure(
            pixels, caption: "\(title): \(words)", textTwin: summary.lines, details: told.details,
            source: FigureSource("colored grid of \(layout.rows)x\(layout.columns)", scaling: scaling, parts: parts))
    }

    /// Weights are shown around 0 unless a range is asked for.
    private var compositeScaling: Scaling {
        if case .range = scaling { scaling } else { .symmetric }
    }

    private static func composite(_ filter: Tensor, _ scale: ColorScale, _ mapScale: MapScale) -> Image {
        let planes = (0..<3).map { mapScale.numbers(of: filter.part($0)) }
        let factor = planes[0].enlargement
        let (rows, columns) = (planes[0].numbers.shape[0], planes[0].numbers.shape[1])
        let levels = planes.map { scale.levels($0.numbers.floatElements) }
        var samples: [UInt8] = []
        samples.reserveCapacity(rows * columns * 3 * factor * factor)
        for row in 0..<rows * factor {
            for column in 0..<columns * factor {
                let place = row / factor * columns + column / factor
                for channel in 0..<3 { samples.append(UInt8(min(255, Int(levels[channel][place]) * 255 / (Colormap.levelCount - 1)))) }
            }
        }
        return Image(heightInPixels: rows * factor, widthInPixels: columns * factor, channelCount: 3, samples: samples)
    }

    // MARK: - Around the pictures

    private func layout(count: Int, height: Int, width: Int, on canvas: FigureCanvas) throws(FigureError) -> GridLayout {
        let labelHeight = labels == nil ? 0 : canvas.label("0").heightInPixels + 1
        return try GridLayout(
            GridLayout.Request(
                count: count, height: height, width: width, rows: rows, columns: columns, sizeInPixels: sizeInPixels,
                labelHeightInPixels: labelHeight), on: canvas)
    }

    /// The layout of planes `[N, H, W]` with room for the bar, or without it where there is none.
    private func layout(
        _ shape: Shape, beside bar: ColorBar?, on canvas: FigureCanvas
    ) throws(FigureError) -> (layout: GridLayout, bar: ColorBar?) {
        if let bar {
            var room = canvas
            room.widthInPixels -= bar.widthInPixels
            let narrow = try? layout(count: shape[0], height: shape[1], width: shape[2], on: room)
            if let narrow, canvas.heightInPixels >= bar.leastHeightInPixels { return (narrow, bar) }
        }
        return (try layout(count: shape[0], height: shape[1], width: shape[2], on: canvas), nil)
    }

    private func background(_ layout: GridLayout, _ bar: ColorBar?, _ canvas: FigureCanvas) -> PixelCanvas {
        PixelCanvas(
            heightInPixels: max(layout.heightInPixels, bar?.leastHeightInPixels ?? 0),
            widthInPixels: layout.widthInPixels + (bar?.widthInPixels ?? 0), filledWith: canvas.background)
    }

    private func writeLabels(_ count: Int, _ layout: GridLayout, _ canvas: FigureCanvas, on pixels: inout PixelCanvas) {
        guard let labels else { return }
        for cell in 0..<min(count, labels.count) {
            let corner = layout.corner(cell)
            let mask = canvas.label(labels[cell])
            pixels.write(
                mask, row: corner.row + layout.cellHeightInPixels + 1, column: corner.column, in: canvas.foreground,
                widestInPixels: layout.cellWidthInPixels)
        }
    }

    private func shownCount(_ count: Int) -> String { count == totalCount ? "\(count) shown" : "\(count) of \(totalCount) shown" }
}
