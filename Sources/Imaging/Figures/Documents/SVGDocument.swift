/// A figure as Scalable Vector Graphics: bars and lines are shapes, letters are text, and numbers are pixels that stay sharp.
///
/// The caption is its title and the words that stand for it its description, which is what a screen reader tells.
///
/// Source: W3C, Scalable Vector Graphics 1.1; WAI-ARIA Graphics Module.
package struct SVGDocument {
    /// The whole document, without an XML declaration so that it can also stand in a page.
    package let text: String

    /// - Parameter name: A word that the names inside begin with, different for every figure of a page.
    /// - Throws: `ImageError` where a picture cannot be encoded.
    package init(_ figure: Figure, name: String = "figure") throws(ImageError) {
        let drawing = figure.drawing
        let (height, width) = (drawing.heightInPixels, drawing.widthInPixels)
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"\(width)\" height=\"\(height)\""
                + " viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-labelledby=\"\(name)-title \(name)-words\">",
            "<title id=\"\(name)-title\">\(XMLText.escaped(figure.caption))</title>",
            "<desc id=\"\(name)-words\">\(XMLText.escaped((figure.textTwin + figure.details).joined(separator: "\n")))</desc>",
            "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(Self.hexadecimal(drawing.background))\"/>",
        ]
        for mark in drawing.marks {
            if let line = try Self.line(of: mark, heightInPixels: height, widthInPixels: width) { lines.append(line) }
        }
        text = (lines + ["</svg>", ""]).joined(separator: "\n")
    }

    /// The element of a mark; `nil` for one that cannot be seen.
    private static func line(of mark: Drawing.Mark, heightInPixels: Int, widthInPixels: Int) throws(ImageError) -> String? {
        switch mark {
        case .rectangle(let row, let column, let height, let width, let color):
            let (rows, columns) = (max(0, row)..<min(heightInPixels, row + height), max(0, column)..<min(widthInPixels, column + width))
            return "<rect x=\"\(columns.lowerBound)\" y=\"\(rows.lowerBound)\" width=\"\(columns.count)\" height=\"\(rows.count)\""
                + " fill=\"\(hexadecimal(color))\" shape-rendering=\"crispEdges\"/>"
        case .picture(let row, let column, let scale, let image):
            guard image.heightInPixels > 0, image.widthInPixels > 0 else { return nil }
            // Enlarged here: viewers that smooth what they enlarge would show numbers that are not there.
            let squares = image.resampled(
                heightInPixels: image.heightInPixels * scale, widthInPixels: image.widthInPixels * scale, filter: .nearest)
            let data = Base64.text(of: try PNGCodec.encode(squares, compressionLevel: 6))
            return "<image x=\"\(column)\" y=\"\(row)\" width=\"\(image.widthInPixels * scale)\" height=\"\(image.heightInPixels * scale)\""
                + " preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" xlink:href=\"data:image/png;base64,\(data)\"/>"
        case .text(let line, let row, let column, let widest, let color):
            let cut = line.cut(toPixels: widest)
            guard !cut.text.isEmpty else { return nil }
            return "<text x=\"\(column)\" y=\"\(row + cut.ascentInPixels)\" font-family=\"'\(TextMask.fontFamily)', monospace\""
                + " font-size=\"\(cut.sizeInPixels)\" textLength=\"\(cut.widthInPixels)\" lengthAdjust=\"spacingAndGlyphs\""
                + " xml:space=\"preserve\" fill=\"\(hexadecimal(color))\">\(XMLText.escaped(cut.text))</text>"
        case .strokes(let lines, let lineWidth, let isDashed, let color):
            let path = lines.map { points in
                points.enumerated().map { "\($0.offset == 0 ? "M" : "L")\(number($0.element.column)) \(number($0.element.row))" }
                    .joined(separator: " ")
            }
            let dashes = isDashed ? " stroke-dasharray=\"\(StrokeMask.dashes.map(number).joined(separator: " "))\"" : ""
            return "<path d=\"\(path.joined(separator: " "))\" fill=\"none\" stroke=\"\(hexadecimal(color))\""
                + " stroke-width=\"\(number(lineWidth))\" stroke-linejoin=\"round\"\(dashes)/>"
        }
    }

    private static func number(_ number: Double) -> String { NumberFormat.significant(number, digits: 6) }

    private static func hexadecimal(_ color: RGB) -> String {
        let digits = String(Int(color.red) << 16 | Int(color.green) << 8 | Int(color.blue), radix: 16)
        return "#" + String(repeating: "0", count: 6 - digits.count) + digits
    }
}
