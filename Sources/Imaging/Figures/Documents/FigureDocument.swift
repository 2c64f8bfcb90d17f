/// The kinds of file that a figure can be written as.
package enum FigureDocument: String, CaseIterable, Sendable {
    /// The pixels as they were shown.
    case png
    /// Lines and text as such, numbers as the pixels they are; with the caption and the text twin inside.
    case svg
    /// One page of the figure's size.
    case pdf
    /// A page that needs nothing else: the figure, its caption, and all of it in words.
    case html

    /// The kind that a path's ending asks for; `nil` for any other.
    package init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        self.init(rawValue: path[path.index(after: dot)...].lowercased())
    }

    /// The file's bytes.
    ///
    /// - Throws: `ImageError` where the picture cannot be encoded.
    package func bytes(of figure: Figure) throws(ImageError) -> [UInt8] {
        switch self {
        case .png: try PNGCodec.encode(figure.image, compressionLevel: 6)
        case .svg: Array(try SVGDocument(figure).text.utf8)
        case .pdf: try PDFDocument.bytes(of: figure)
        case .html: Array(try HTMLDocument(figure).text.utf8)
        }
    }
}
