import Tensors

extension OcclusionResult {
    /// What the class loses by each pixel, `[H, W]`: the mean over the squares that cover it; not a number where none was computed.
    ///
    /// - Complexity: O(squares · pixels of a square).
    package func map(height: Int, width: Int, square: (height: Int, width: Int)) -> Tensor {
        var sums = [Double](repeating: 0, count: height * width)
        var counts = [Int](repeating: 0, count: height * width)
        let drops = logitDrops.floats
        for (row, top) in rowStarts.enumerated() {
            for (column, left) in columnStarts.enumerated() {
                let drop = drops[row * columnStarts.count + column]
                guard drop.isFinite else { continue }
                for y in top..<min(height, top + square.height) {
                    for place in y * width + left..<y * width + min(width, left + square.width) {
                        sums[place] += Double(drop)
                        counts[place] += 1
                    }
                }
            }
        }
        return Tensor([height, width], zip(sums, counts).map { $1 > 0 ? Float($0 / Double($1)) : .nan })
    }
}
