import Tensors

/// Rows of small maps, a row for each layer, under its name: a whole stage at a glance.
package struct ContactSheetFigure {
    /// One layer's maps.
    package struct Row: Sendable {
        /// What stands above: the layer.
        package let name: String
        /// The maps that are shown, `[N, H, W]`.
        package let planes: Tensor
        /// How many the layer has.
        package let totalCount: Int
        /// The address of each.
        package let names: [String]
        /// What stands under each; `nil` for nothing.
        package let labels: [String]?

        package init(name: String, planes: Tensor, totalCount: Int, names: [String], labels: [String]? = nil) {
            (self.name, self.planes, self.totalCount, self.names, self.labels) = (name, planes, totalCount, names, labels)
        }
    }

    /// Words at the caption's beginning.
    package var title: String
    package var rows: [Row]
    package var scaling: Scaling
    package var colormap: Colormap
    /// The longer side of each picture in pixels; `nil` for as large as fits.
    package var sizeInPixels: Int?

    package init(title: String, rows: [Row], scaling: Scaling = .each, colormap: Colormap, sizeInPixels: Int? = nil) {
        self.title = title
        self.rows = rows
        self.scaling = scaling
        self.colormap = colormap
        self.sizeInPixels = sizeInPixels
    }

    private static let gap = 2
    private static let blockGap = 12
    /// Smaller pictures show nothing.
    private static let smallestSide = 6

    /// Draws the rows, in as many blocks side by side as make the pictures largest.
    ///
    /// - Throws: ``FigureError``.
    package func figure(on canvas: FigureCanvas) throws(FigureError) -> Figure {
        let rows = rows.filter { $0.planes.shape.rank == 3 && $0.planes.elementCount > 0 }
        guard let first = rows.first else { throw .empty(shape: [self.rows.count]) }
        guard let layout = layout(rows, canvas) else {
            throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels)
        }
        let all = rows.dropFirst().reduce(first.planes.statistics) { $0.widened(by: $1.planes.statistics) }
        var pixels = PixelCanvas(
            heightInPixels: layout.rowsPerBlock * layout.rowHeight, widthInPixels: layout.blockCount * layout.blockWidth - Self.blockGap,
            filledWith: canvas.background)
        var twin: [String] = []
        for (index, row) in rows.enumerated() {
            let place = (row: index % layout.rowsPerBlock * layout.rowHeight, column: index / layout.rowsPerBlock * layout.blockWidth)
            let heading = heading(row)
            pixels.write(
                canvas.label(heading), row: place.row, column: place.column, in: canvas.foreground,
                widestInPixels: layout.blockWidth - Self.blockGap)
            try draw(index, of: rows, all, layout, row: place.row + layout.headingHeight, column: place.column, canvas, on: &pixels)
            twin.append("  \(heading): \(row.planes.statistics.rangeDescription)\(strongest(row))")
        }
        let count = rows.reduce(0) { $0 + $1.planes.shape[0] }
        let total = rows.reduce(0) { $0 + $1.totalCount }
        let shown = count == total ? "\(count) shown" : "\(count) of \(total) shown"
        let caption =
            "\(title): \(rows.count) layer\(rows.count == 1 ? "" : "s"), \(shown), each at most \(layout.side) pixels wide and high, \(colormap.name), "
            + "scale \(scaling), \(all.rangeDescription)"
        let parts = rows.map { FigureSource.Numbers.tensor($0.planes) }
        return Figure(
            pixels, caption: caption, textTwin: twin,
            source: FigureSource("contact sheet of \(rows.count) layers", colormap: colormap, scaling: scaling, parts: parts))
    }

    private func heading(_ row: Row) -> String {
        let (count, size) = (row.planes.shape[0], "\(row.planes.shape[1])x\(row.planes.shape[2])")
        return "\(row.name) \(size), \(count == row.totalCount ? "\(count)" : "\(count) of \(row.totalCount)")"
    }

    private func strongest(_ row: Row) -> String {
        let greatest = (0..<row.planes.shape[0]).map { row.planes.part($0).statistics.maximum }
        guard let index = greatest.indices.max(by: { greatest[$0] < greatest[$1] }), index < row.names.count,
            let peak = row.planes.part(index).peak
        else { return "" }
        return ", peak at \(row.names[index])@\(peak)"
    }

    // MARK: - Where things stand

    private struct Layout {
        let blockCount: Int
        let rowsPerBlock: Int
        let blockWidth: Int
        let rowHeight: Int
        let headingHeight: Int
        /// Pixels from one picture to the next.
        let pitch: Int
        /// How large each row's pictures are drawn.
        let scales: [MapScale]
        /// The longer side of the largest picture.
        let side: Int
    }

    /// The number of blocks with which the pictures are largest.
    private func layout(_ rows: [Row], _ canvas: FigureCanvas) -> Layout? {
        let layouts = (1...min(rows.count, 8)).compactMap { layout(rows, blockCount: $0, canvas) }
        return layouts.enumerated().max { ($0.element.side, $1.offset) < ($1.element.side, $0.offset) }?.element
    }

    private func layout(_ rows: [Row], blockCount: Int, _ canvas: FigureCanvas) -> Layout? {
        let headingHeight = canvas.label("0").heightInPixels + 1
        let labelHeight = rows.contains { $0.labels != nil } ? headingHeight : 0
        let longest = rows.map { $0.planes.shape[0] }.max() ?? 1
        let rowsPerBlock = (rows.count + blockCount - 1) / blockCount
        let room = (
            height: canvas.heightInPixels / rowsPerBlock - headingHeight - labelHeight - Self.gap,
            width: ((canvas.widthInPixels + Self.blockGap) / blockCount - Self.blockGap) / longest - Self.gap
        )
        let limit = min(room.height, room.width, sizeInPixels ?? .max)
        guard limit >= Self.smallestSide else { return nil }
        let scales = rows.map { MapScale(fitting: max($0.planes.shape[1], $0.planes.shape[2]), into: limit) }
        let heights = zip(scales, rows).map { $0.pixels($1.planes.shape[1]) }
        let widths = zip(scales, rows).map { $0.pixels($1.planes.shape[2]) }
        let pitch = max(widths.max() ?? 0, labelHeight > 0 ? min(room.width, canvas.label(":0000").widthInPixels) : 0) + Self.gap
        let headings = rows.map { canvas.label(heading($0)).widthInPixels }.max() ?? 0
        let widest = (canvas.widthInPixels + Self.blockGap) / blockCount
        return Layout(
            blockCount: (rows.count + rowsPerBlock - 1) / rowsPerBlock, rowsPerBlock: rowsPerBlock,
            blockWidth: min(widest, max(pitch * longest, headings) + Self.blockGap),
            rowHeight: headingHeight + (heights.max() ?? 0) + labelHeight + Self.gap, headingHeight: headingHeight, pitch: pitch,
            scales: scales, side: max(heights.max() ?? 0, widths.max() ?? 0))
    }

    private func draw(
        _ number: Int, of rows: [Row], _ all: Statistics, _ layout: Layout, row top: Int, column left: Int, _ canvas: FigureCanvas,
        on pixels: inout PixelCanvas
    ) throws(FigureError) {
        let (row, mapScale) = (rows[number], layout.scales[number])
        let colors = ColorScale.samples(colormap)
        for index in 0..<row.planes.shape[0] {
            let plane = row.planes.part(index)
            let scale = try ColorScale(scaling, for: scaling == .each ? plane.statistics : all)
            let (numbers, enlargement) = mapScale.numbers(of: plane)
            let column = left + index * layout.pitch
            pixels.place(scale.picture(of: numbers, colors), scale: enlargement, row: top, column: column)
            guard let labels = row.labels, index < labels.count else { continue }
            pixels.write(
                canvas.label(labels[index]), row: top + mapScale.pixels(row.planes.shape[1]), column: column, in: canvas.foreground,
                widestInPixels: layout.pitch)
        }
    }
}

extension Statistics {
    /// Counts and range of both; the rest is of the first.
    fileprivate func widened(by other: Statistics) -> Statistics {
        var both = count > 0 ? self : other
        both.count = count + other.count
        both.nonFiniteCount = nonFiniteCount + other.nonFiniteCount
        guard count > 0, other.count > 0 else { return both }
        both.minimum = min(minimum, other.minimum)
        both.maximum = max(maximum, other.maximum)
        return both
    }
}
