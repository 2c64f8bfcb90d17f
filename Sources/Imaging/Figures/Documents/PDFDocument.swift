import CCairo
import Glibc

/// A figure as a page of the Portable Document Format, by Cairo: shapes and letters as such, numbers as the pixels they are.
package enum PDFDocument {
    /// Points a pixel of 1/96 inch takes.
    private static let pointsPerPixel = 0.75

    /// The file's bytes; the title is the caption.
    ///
    /// - Throws: `ImageError` where Cairo cannot write it.
    package static func bytes(of figure: Figure) throws(ImageError) -> [UInt8] {
        guard Lettering.isAvailable else { throw .notEncodable(codec: "PDF", reason: "\(Lettering.libraryName) is not installed") }
        let drawing = figure.drawing
        let (height, width) = (Double(drawing.heightInPixels), Double(drawing.widthInPixels))
        var buffer = ccairo_buffer()
        defer { free(buffer.bytes) }
        let status = withUnsafeMutablePointer(to: &buffer) { buffer in
            let surface = ccairo_pdf_surface(buffer, width * pointsPerPixel, height * pointsPerPixel)
            defer { cairo_surface_destroy(surface) }
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, figure.caption)
            cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "cnns")
            let context = cairo_create(surface)
            defer { cairo_destroy(context) }
            cairo_scale(context, pointsPerPixel, pointsPerPixel)
            setColor(drawing.background, context)
            cairo_paint(context)
            for mark in drawing.marks { draw(mark, context) }
            cairo_surface_finish(surface)
            let status = cairo_surface_status(surface)
            return status == CAIRO_STATUS_SUCCESS ? cairo_status(context) : status
        }
        guard status == CAIRO_STATUS_SUCCESS else {
            throw .notEncodable(codec: "PDF", reason: String(cString: cairo_status_to_string(status)))
        }
        return Array(UnsafeBufferPointer(start: buffer.bytes, count: buffer.count))
    }

    private static func setColor(_ color: RGB, _ context: OpaquePointer?) {
        cairo_set_source_rgb(context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    }

    private static func draw(_ mark: Drawing.Mark, _ context: OpaquePointer?) {
        switch mark {
        case .rectangle(let row, let column, let height, let width, let color):
            setColor(color, context)
            cairo_rectangle(context, Double(column), Double(row), Double(width), Double(height))
            cairo_fill(context)
        case .picture(let row, let column, let scale, let image):
            draw(image, row: row, column: column, scale: scale, context)
        case .text(let line, let row, let column, let widest, let color):
            setColor(color, context)
            cairo_select_font_face(context, TextMask.fontFamily, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
            cairo_set_font_size(context, Double(line.sizeInPixels))
            cairo_move_to(context, Double(column), Double(row + line.ascentInPixels))
            cairo_show_text(context, line.cut(toPixels: widest).text)
        case .strokes(let lines, let lineWidth, let isDashed, let color):
            setColor(color, context)
            cairo_set_line_width(context, lineWidth)
            cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
            let dashes = isDashed ? StrokeMask.dashes : []
            dashes.withUnsafeBufferPointer { cairo_set_dash(context, $0.baseAddress, Int32($0.count), 0) }
            for line in lines {
                for (index, point) in line.enumerated() {
                    if index == 0 {
                        cairo_move_to(context, point.column, point.row)
                    } else {
                        cairo_line_to(context, point.column, point.row)
                    }
                }
                cairo_stroke(context)
            }
        }
    }

    /// A picture whose pixels stay squares when a reader enlarges the page.
    private static func draw(_ image: Image, row: Int, column: Int, scale: Int, _ context: OpaquePointer?) {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(image.widthInPixels), Int32(image.heightInPixels))
        defer { cairo_surface_destroy(surface) }
        guard let bytes = cairo_image_surface_get_data(surface) else { return }
        cairo_surface_flush(surface)
        let stride = Int(cairo_image_surface_get_stride(surface))
        for y in 0..<image.heightInPixels {
            for x in 0..<image.widthInPixels {
                let sample = (y * image.widthInPixels + x) * 3
                let color = UInt32(image.samples[sample]) << 16 | UInt32(image.samples[sample + 1]) << 8 | UInt32(image.samples[sample + 2])
                UnsafeMutableRawPointer(bytes).storeBytes(of: color, toByteOffset: y * stride + 4 * x, as: UInt32.self)
            }
        }
        cairo_surface_mark_dirty(surface)
        cairo_save(context)
        cairo_translate(context, Double(column), Double(row))
        cairo_scale(context, Double(scale), Double(scale))
        cairo_set_source_surface(context, surface, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
        cairo_paint(context)
        cairo_restore(context)
    }
}
