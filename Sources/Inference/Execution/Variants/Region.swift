import Tensors

/// A rectangle of the spatial axes of maps `[N, C, H, W]`.
package struct Region: Hashable, Sendable {
    package var rows: Range<Int>
    package var columns: Range<Int>

    package init(rows: Range<Int>, columns: Range<Int>) {
        self.rows = rows
        self.columns = columns
    }

    /// All of a value's maps, or `nil` where it has not two spatial axes.
    package init?(all shape: Shape) {
        guard shape.rank == 4 else { return nil }
        self.init(rows: 0..<shape[2], columns: 0..<shape[3])
    }

    package var area: Int { rows.count * columns.count }
    package var isEmpty: Bool { area == 0 }

    /// The smallest region that holds both.
    func union(_ other: Region) -> Region {
        if isEmpty { return other }
        if other.isEmpty { return self }
        return Region(rows: rows.union(other.rows), columns: columns.union(other.columns))
    }
}

extension Range<Int> {
    fileprivate func union(_ other: Range<Int>) -> Range<Int> {
        Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }
}
