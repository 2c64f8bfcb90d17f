import Imaging

extension Image {
    /// So many rows and columns of pixels in the place of so many, each the mean of those that it stands for; nil for an empty image.
    func reduced(rowsTo rows: Int, of tallRows: Int, columnsTo columns: Int, of wideColumns: Int) -> Image? {
        guard heightInPixels > 0, widthInPixels > 0 else { return nil }
        return resampled(
            heightInPixels: max((heightInPixels * rows + tallRows / 2) / tallRows, 1),
            widthInPixels: max((widthInPixels * columns + wideColumns / 2) / wideColumns, 1), filter: .box)
    }
}
