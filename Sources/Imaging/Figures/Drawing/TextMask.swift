import CCairo

/// A line of text as ink and no ink, without shades, so that text adds one color to a figure and no more.
struct TextMask {
    let heightInPixels: Int
    let widthInPixels: Int
    private let ink: [Bool]
    /// What is written, for documents that set it themselves.
    let line: TextLine

    /// The font that figures are lettered in; the system takes its nearest where it is not installed.
    static let fontFamily = "DejaVu Sans Mono"
    /// Longer lines are cut.
    private static let longestLine = 400

    /// Draws a line of text by Cairo.
    ///
    /// - Parameter sizeInPixels: the size of the font; lines are about 1.2 times as high.
    init(_ text: String, sizeInPixels: Int) {
        let text = String(text.prefix(Self.longestLine))
        let probe = Self.context(heightInPixels: 1, widthInPixels: 1, sizeInPixels: sizeInPixels)
        defer { probe.release() }
        var font = cairo_font_extents_t()
        var extents = cairo_text_extents_t()
        cairo_font_extents(probe.context, &font)
        cairo_text_extents(probe.context, text, &extents)
        heightInPixels = max(1, Int((font.ascent + font.descent).rounded(.up)))
        widthInPixels = max(1, Int(extents.x_advance.rounded(.up)))
        line = TextLine(
            text: text, sizeInPixels: sizeInPixels, ascentInPixels: Int(font.ascent.rounded()), widthInPixels: widthInPixels)

        let drawing = Self.context(heightInPixels: heightInPixels, widthInPixels: widthInPixels, sizeInPixels: sizeInPixels)
        defer { drawing.release() }
        cairo_move_to(drawing.context, 0, font.ascent.rounded())
        cairo_show_text(drawing.context, text)
        cairo_surface_flush(drawing.surface)
        var ink = [Bool](repeating: false, count: heightInPixels * widthInPixels)
        if let bytes = cairo_image_surface_get_data(drawing.surface) {
            let stride = Int(cairo_image_surface_get_stride(drawing.surface))
            for row in 0..<heightInPixels {
                for column in 0..<widthInPixels { ink[row * widthInPixels + column] = bytes[row * stride + column] >= 128 }
            }
        }
        self.ink = ink
    }

    func isInk(row: Int, column: Int) -> Bool { ink[row * widthInPixels + column] }

    private struct Drawing {
        let surface: OpaquePointer?
        let context: OpaquePointer?

        func release() {
            cairo_destroy(context)
            cairo_surface_destroy(surface)
        }
    }

    private static func context(heightInPixels: Int, widthInPixels: Int, sizeInPixels: Int) -> Drawing {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(widthInPixels), Int32(heightInPixels))
        let context = cairo_create(surface)
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_FULL)
        cairo_set_font_options(context, options)
        cairo_font_options_destroy(options)
        cairo_select_font_face(context, fontFamily, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(context, Double(sizeInPixels))
        return Drawing(surface: surface, context: context)
    }
}
