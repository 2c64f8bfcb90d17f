import CCairo

/// Lines as ink and no ink, without shades, so that they add one color to a figure and no more.
struct StrokeMask {
    let heightInPixels: Int
    let widthInPixels: Int
    private let ink: [Bool]

    /// Points from the mask's top left corner.
    let lines: [[StrokePoint]]
    let lineWidthInPixels: Double
    let isDashed: Bool

    /// Pixels of a dash, and of the gap after it.
    static let dashes = [5.0, 4.0]

    /// Draws lines by Cairo, each through points in order.
    ///
    /// - Parameter isDashed: whether the lines have gaps.
    init(heightInPixels: Int, widthInPixels: Int, lines: [[StrokePoint]], lineWidthInPixels: Double = 2, isDashed: Bool = false) {
        self.heightInPixels = heightInPixels
        self.widthInPixels = widthInPixels
        self.lines = lines
        self.lineWidthInPixels = lineWidthInPixels
        self.isDashed = isDashed
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(widthInPixels), Int32(heightInPixels))
        let context = cairo_create(surface)
        defer {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
        cairo_set_antialias(context, CAIRO_ANTIALIAS_NONE)
        cairo_set_line_width(context, lineWidthInPixels)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        if isDashed { Self.dashes.withUnsafeBufferPointer { cairo_set_dash(context, $0.baseAddress, 2, 0) } }
        for line in lines {
            for (index, point) in line.enumerated() {
                if index == 0 { cairo_move_to(context, point.column, point.row) } else { cairo_line_to(context, point.column, point.row) }
            }
            cairo_stroke(context)
        }
        cairo_surface_flush(surface)
        var ink = [Bool](repeating: false, count: heightInPixels * widthInPixels)
        if let bytes = cairo_image_surface_get_data(surface) {
            let stride = Int(cairo_image_surface_get_stride(surface))
            for row in 0..<heightInPixels {
                for column in 0..<widthInPixels { ink[row * widthInPixels + column] = bytes[row * stride + column] >= 128 }
            }
        }
        self.ink = ink
    }

    func isInk(row: Int, column: Int) -> Bool { ink[row * widthInPixels + column] }
}
