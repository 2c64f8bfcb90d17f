import Imaging
import Language

/// What the cells of a session showed, in a bounded amount of memory: texts as they are, pictures packed when there are many.
package struct SessionRecord {
    private var cells: [Int: [CellOutput]] = [:]
    private var textByteCount = 0
    /// Where pictures wait to be packed, oldest first.
    private var loose: [(cell: Int, index: Int, byteCount: Int)] = []
    private var looseByteCount = 0
    private var packedByteCount = 0

    private static let textLimit = 64 << 20
    /// Samples of pictures that are kept as they are.
    private static let looseLimit = 64 << 20
    /// Bytes of packed pictures; what comes later keeps its words only.
    private static let packedLimit = 256 << 20

    package init() {}

    /// What a cell showed, in order.
    package func outputs(of cell: Int) -> [CellOutput] { cells[cell] ?? [] }

    /// Keeps what stays on a screen; progress and frames go by.
    mutating func add(_ output: Output, cell: Int) {
        guard let kept = CellOutput(output) else { return }
        if case .figure(let figure) = kept, case .loose(let image) = figure.picture {
            loose.append((cell, cells[cell]?.count ?? 0, image.samples.count))
            looseByteCount += image.samples.count
        } else {
            textByteCount += kept.textByteCount
            guard textByteCount <= Self.textLimit else { return }
        }
        cells[cell, default: []].append(kept)
        while looseByteCount > Self.looseLimit, loose.count > 1 { packOldest() }
    }

    private mutating func packOldest() {
        let place = loose.removeFirst()
        looseByteCount -= place.byteCount
        guard case .figure(var figure) = cells[place.cell]?[place.index] else { return }
        let bytes = packedByteCount < Self.packedLimit ? try? figure.pngBytes() : nil
        packedByteCount += bytes?.count ?? 0
        figure.picture = bytes.map { .packed($0) } ?? .missing
        cells[place.cell]?[place.index] = .figure(figure)
    }
}

/// Something that a cell showed and that stays.
package enum CellOutput: Sendable {
    case text(String)
    case table(Table)
    /// The value of an expression, in words.
    case result(String)
    case diagnostic(Diagnostic)
    case figure(CellFigure)

    init?(_ output: Output) {
        switch output {
        case .text(let text): self = .text(text)
        case .table(let table): self = .table(table)
        case .result(_, let value): self = .result(value.description)
        case .diagnostic(let diagnostic): self = .diagnostic(diagnostic)
        case .figure(let figure): self = .figure(CellFigure(figure))
        case .frame, .progress: return nil
        }
    }

    /// About how much memory the words take.
    fileprivate var textByteCount: Int {
        switch self {
        case .text(let text), .result(let text): text.utf8.count
        case .table(let table): table.rows.reduce(0) { $1.reduce($0) { $0 + $1.utf8.count } }
        case .diagnostic, .figure: 1024
        }
    }
}

/// A figure as it was shown, without the tensors behind it.
package struct CellFigure: Sendable {
    /// The pixels, in one of the forms in which they are kept.
    package enum Picture: Sendable {
        case loose(Image)
        /// A PNG file.
        case packed([UInt8])
        case missing
    }

    package var picture: Picture
    package var caption: String
    /// The lines that say what the picture shows.
    package var textTwin: [String]
    /// What tells whether another figure shows the same; `nil` where nobody asked.
    package var mark: FigureMark?

    package init(_ figure: Figure) {
        (picture, caption, textTwin) = (.loose(figure.image), figure.caption, figure.textTwin)
    }

    package init(picture: Picture, caption: String, textTwin: [String], mark: FigureMark? = nil) {
        (self.picture, self.caption, self.textTwin, self.mark) = (picture, caption, textTwin, mark)
    }

    /// Caption and text twin, line by line: what stands for the picture where there are no pixels.
    package var words: String { ([caption] + textTwin).joined(separator: "\n") }

    /// The pixels; `nil` where they were not kept.
    package var image: Image? {
        switch picture {
        case .loose(let image): image
        case .packed(let bytes): try? PNGCodec.decode(bytes)
        case .missing: nil
        }
    }

    /// The picture as a PNG file, as small as it gets without loss; `nil` where it was not kept.
    ///
    /// - Throws: `ImageError`.
    package func pngBytes() throws(ImageError) -> [UInt8]? {
        switch picture {
        case .loose(let image): try PNGCodec.encodeCompactly(image)
        case .packed(let bytes): bytes
        case .missing: nil
        }
    }
}
