/// How a window slides over the rows and columns of maps: a ``ResolvedWindow`` of two axes, without lists.
///
/// Threads ask it for places all the time; of lists they would count references, see ``MapView``.
struct MapWindow: Sendable {
    /// Along rows or columns; the extent is that from the first to the last place under the window.
    struct Axis: Sendable {
        let input, stride, extent, before: Int

        init(_ axis: Int, of window: ResolvedWindow) {
            (input, stride, before) = (window.input[axis], window.strides[axis], window.before[axis])
            extent = window.extent(axis)
        }

        /// The places of the input, and of the padding, under the windows of some places of the output.
        func covered(by places: Range<Int>) -> Range<Int> {
            guard !places.isEmpty else { return 0..<0 }
            let first = places.lowerBound * stride - before
            return first..<(places.upperBound - 1) * stride - before + extent
        }

        /// Those of them that are no padding.
        func onMap(for places: Range<Int>) -> Range<Int> { covered(by: places).clamped(to: 0..<input) }
    }

    let rows, columns: Axis

    init(_ window: ResolvedWindow) { (rows, columns) = (Axis(0, of: window), Axis(1, of: window)) }

    /// The places of the input, and of the padding about it, that some places of the output depend on.
    func covered(by region: Region) -> Region {
        Region(rows: rows.covered(by: region.rows), columns: columns.covered(by: region.columns))
    }

    /// Those of them that are no padding.
    func onMap(for region: Region) -> Region {
        Region(rows: rows.onMap(for: region.rows), columns: columns.onMap(for: region.columns))
    }

    /// The places that kernels for blocked maps read: padding to the left and right is held in memory, rows of padding are left out.
    func held(for region: Region) -> Region {
        Region(rows: rows.onMap(for: region.rows), columns: columns.covered(by: region.columns))
    }
}
