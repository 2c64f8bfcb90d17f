/// Where the cells of a grid stand: rows and columns of equal pictures with gaps between and around them.
struct GridLayout {
    let rows: Int
    let columns: Int
    let scale: MapScale
    /// Pixels of one picture.
    let cellHeightInPixels: Int
    let cellWidthInPixels: Int
    /// Pixels below each picture for its label.
    let labelHeightInPixels: Int
    /// Pixels between pictures and around them.
    let gap: Int

    /// The gap between small pictures.
    static let smallestGap = 2
    /// Gaps between larger pictures, and how many times as large those are at least.
    private static let largerGaps = [6, 4]
    private static let pictureSidesPerGap = 20
    /// More rows or columns than any canvas has pixels for.
    private static let mostLines = 100_000

    /// The room a grid asks for.
    struct Request {
        let count: Int
        /// Numbers of one picture.
        let height: Int
        let width: Int
        let rows: Int?
        let columns: Int?
        /// The longer side of a picture in pixels; `nil` for as large as fits.
        let sizeInPixels: Int?
        let labelHeightInPixels: Int
    }

    /// The arrangement in which the pictures are largest; among equals the flattest, since a terminal is wider than it is high.
    ///
    /// Rows that would stay empty are left out.
    ///
    /// - Throws: ``FigureError/canvasTooSmall(widthInPixels:heightInPixels:)``.
    init(_ request: Request, on canvas: FigureCanvas) throws(FigureError) {
        var best: GridLayout?
        for columns in Self.candidates(request) {
            let filled = Self.limited((request.count + columns - 1) / columns)
            let rows = min(filled, Self.limited(request.rows ?? filled))
            guard let layout = GridLayout(request, rows: rows, columns: columns, gap: Self.smallestGap, on: canvas) else { continue }
            if let best, !layout.isBetter(than: best) { continue }
            best = layout
        }
        guard let best else { throw .canvasTooSmall(widthInPixels: canvas.widthInPixels, heightInPixels: canvas.heightInPixels) }
        self = Self.largerGaps.lazy.compactMap { best.widened(to: $0, request, canvas) }.first ?? best
    }

    /// The same arrangement with a wider gap, where its pictures are large and stay as they are.
    private func widened(to gap: Int, _ request: Request, _ canvas: FigureCanvas) -> GridLayout? {
        guard min(cellHeightInPixels, cellWidthInPixels) >= gap * Self.pictureSidesPerGap else { return nil }
        let wide = GridLayout(request, rows: rows, columns: columns, gap: gap, on: canvas)
        return wide?.scale == scale ? wide : nil
    }

    private static func limited(_ lines: Int) -> Int { min(max(1, lines), mostLines) }

    private static func candidates(_ request: Request) -> ClosedRange<Int> {
        if let columns = request.columns.map(limited) { return columns...columns }
        if let rows = request.rows.map(limited) {
            let columns = max(1, (request.count + rows - 1) / rows)
            return columns...columns
        }
        return 1...max(1, request.count)
    }

    private init?(_ request: Request, rows: Int, columns: Int, gap: Int, on canvas: FigureCanvas) {
        let (heightGaps, widthGaps) = ((rows + 1) * gap, (columns + 1) * gap)
        let room = (
            height: (canvas.heightInPixels - heightGaps) / rows - request.labelHeightInPixels,
            width: (canvas.widthInPixels - widthGaps) / columns
        )
        guard room.height > 0, room.width > 0 else { return nil }
        var scale = MapScale.smaller(
            MapScale(fitting: request.height, into: room.height), MapScale(fitting: request.width, into: room.width))
        if let size = request.sizeInPixels {
            scale = .smaller(scale, MapScale(fitting: max(request.height, request.width), into: size))
        }
        self.rows = rows
        self.columns = columns
        self.gap = gap
        self.scale = scale
        cellHeightInPixels = scale.pixels(request.height)
        cellWidthInPixels = scale.pixels(request.width)
        labelHeightInPixels = request.labelHeightInPixels
    }

    private func isBetter(than other: GridLayout) -> Bool {
        if scale.factor != other.scale.factor { return scale.factor > other.scale.factor }
        if rows != other.rows { return rows < other.rows }
        return columns < other.columns
    }

    var heightInPixels: Int { rows * (cellHeightInPixels + labelHeightInPixels) + (rows + 1) * gap }
    var widthInPixels: Int { columns * cellWidthInPixels + (columns + 1) * gap }

    /// The top left corner of a cell, by its number.
    func corner(_ cell: Int) -> (row: Int, column: Int) {
        let (row, column) = (cell / columns, cell % columns)
        return (
            gap + row * (cellHeightInPixels + labelHeightInPixels + gap), gap + column * (cellWidthInPixels + gap)
        )
    }
}
