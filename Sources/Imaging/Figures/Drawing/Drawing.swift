/// What a figure is made of, in the order in which it is painted: for documents in which lines stay lines and text stays text.
package struct Drawing: Sendable, Equatable {
    package let heightInPixels: Int
    package let widthInPixels: Int
    package let background: RGB
    package var marks: [Mark] = []

    /// Whether it is lines and areas on a ground, without a picture among them.
    package var isLineDrawing: Bool {
        !marks.isEmpty
            && marks.allSatisfy { mark in
                if case .picture = mark { return false }
                return true
            }
    }

    /// One part of a drawing; rows and columns are pixels from the top left corner.
    package enum Mark: Sendable, Equatable {
        case rectangle(row: Int, column: Int, heightInPixels: Int, widthInPixels: Int, RGB)
        /// RGB samples, each a square of `scale` pixels a side.
        case picture(row: Int, column: Int, scale: Int, Image)
        /// A line of text that begins at a column, on a base line, cut after some pixels.
        case text(TextLine, row: Int, column: Int, widestInPixels: Int, RGB)
        /// Lines through points in order.
        case strokes([[StrokePoint]], lineWidthInPixels: Double, isDashed: Bool, RGB)
    }
}

/// A place that a stroke goes through, in pixels from the top left corner.
package struct StrokePoint: Sendable, Equatable {
    package let row: Double
    package let column: Double
}

/// A line of text with its measures.
package struct TextLine: Sendable, Equatable {
    package let text: String
    /// The size of the font.
    package let sizeInPixels: Int
    /// From the top of the line to its base line.
    package let ascentInPixels: Int
    package let widthInPixels: Int

    /// The text as far as it fits into some pixels; all characters are of one width.
    func cut(toPixels widest: Int) -> TextLine {
        guard widthInPixels > widest, widthInPixels > 0 else { return self }
        let kept = String(text.prefix(max(0, text.count * widest / widthInPixels)))
        return TextLine(
            text: kept, sizeInPixels: sizeInPixels, ascentInPixels: ascentInPixels, widthInPixels: widthInPixels * kept.count / text.count)
    }
}

extension Drawing.Mark {
    /// The same mark, moved.
    func moved(rows: Int, columns: Int) -> Drawing.Mark {
        switch self {
        case .rectangle(let row, let column, let height, let width, let color):
            .rectangle(row: row + rows, column: column + columns, heightInPixels: height, widthInPixels: width, color)
        case .picture(let row, let column, let scale, let image):
            .picture(row: row + rows, column: column + columns, scale: scale, image)
        case .text(let line, let row, let column, let widest, let color):
            .text(line, row: row + rows, column: column + columns, widestInPixels: widest, color)
        case .strokes(let lines, let width, let isDashed, let color):
            .strokes(
                lines.map { $0.map { StrokePoint(row: $0.row + Double(rows), column: $0.column + Double(columns)) } },
                lineWidthInPixels: width, isDashed: isDashed, color)
        }
    }
}
