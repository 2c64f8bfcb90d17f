import CKernels

/// How the work of a convolution is shared out: by rows of the output, or by filters and, between two threads, by rows of some filters.
///
/// Where filters are shared out, positions go through all rows of the first block of filters, then through those of the next.
struct ConvolutionShare: Sendable {
    let rowCount: Int
    private let blockCount: Int
    /// Blocks that a kernel computes together; the last one may be alone.
    private let blocksOfPart: Int
    /// Multiply-adds of a row of one block.
    private let work: Int
    private let columnCount: Int

    /// Multiply-adds below which handing work to another thread costs more than it saves.
    private static let smallestShare = 200_000
    /// Multiply-adds that are worth being taken over by a thread that has nothing to do.
    private static let pieceOfWork = 3_000_000
    /// Places of a piece, so that its filters are not read for too few of them.
    private static let fewestPlaces = 112

    init(_ filters: CnnsFilters, _ jobs: [BlockedJob], isDepthwise: Bool) {
        rowCount = jobs.reduce(0) { $0 + $1.region.rows.count }
        columnCount = jobs.map { $0.region.columns.count }.max() ?? 0
        blockCount = (filters.filterCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize
        blocksOfPart = isDepthwise ? 1 : 2
        let depth = filters.kernelHeight * filters.kernelWidth * (isDepthwise ? 1 : filters.channelCount)
        work = max(1, depth * columnCount * MapBuffer.blockSize)
    }

    /// Rows of all blocks.
    var fewestRows: Int { max(1, Self.smallestShare / (work * max(1, blockCount))) }
    var rowsOfPiece: Int { max(Self.pieceOfWork / (work * max(1, blockCount)), Self.fewestPlaces / max(1, columnCount), 1) }

    var positionCount: Int { rowCount * blockCount }
    var fewestPositions: Int { max(1, Self.smallestShare / work) }
    var positionsOfPiece: Int { max(1, Self.pieceOfWork / work) }

    /// The rows of the parts' filters that lie between two positions.
    func parts(_ positions: Range<Int>) -> [(parts: Range<Int>, rows: Range<Int>)] {
        var (first, end) = (place(positions.lowerBound), place(positions.upperBound))
        guard first.part < end.part else { return first.row < end.row ? [(first.part..<first.part + 1, first.row..<end.row)] : [] }
        var result: [(parts: Range<Int>, rows: Range<Int>)] = []
        if first.row > 0 {
            result.append((first.part..<first.part + 1, first.row..<rowCount))
            first = (first.part + 1, 0)
        }
        if first.part < end.part { result.append((first.part..<end.part, 0..<rowCount)) }
        if end.row > 0 { result.append((end.part..<end.part + 1, 0..<end.row)) }
        return result
    }

    /// A position lies before a row of a part; the rows of two blocks that are computed together count twice.
    private func place(_ position: Int) -> (part: Int, row: Int) {
        let part = position / max(1, rowCount) / blocksOfPart
        let width = max(1, min(blocksOfPart, blockCount - part * blocksOfPart))
        return (part, (position - part * blocksOfPart * rowCount) / width)
    }
}
