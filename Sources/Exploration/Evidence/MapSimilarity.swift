import Glibc
import Tensors

/// How alike two maps of one shape are.
package enum MapSimilarity {
    /// Pearson's correlation of the numbers, −1...1; `nan` where one map is the same everywhere.
    package static func correlation(_ first: Tensor, _ second: Tensor) -> Double {
        correlation(first.convertedToFloat32().floats.map(Double.init), second.convertedToFloat32().floats.map(Double.init))
    }

    /// Spearman's correlation: Pearson's of the ranks, ties having the mean of theirs.
    ///
    /// - Complexity: O(n log n).
    package static func rankCorrelation(_ first: Tensor, _ second: Tensor) -> Double {
        correlation(ranks(first.convertedToFloat32().floats), ranks(second.convertedToFloat32().floats))
    }

    private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
        let count = Double(first.count)
        let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        var (product, squares) = (0.0, (0.0, 0.0))
        for (x, y) in zip(first, second) {
            let (a, b) = (x - means.0, y - means.1)
            product += a * b
            squares = (squares.0 + a * a, squares.1 + b * b)
        }
        return product / (squares.0 * squares.1).squareRoot()
    }

    private static func ranks(_ numbers: [Float]) -> [Double] {
        let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
        var ranks = [Double](repeating: 0, count: numbers.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
            for index in order[start..<end] { ranks[index] = Double(start + end - 1) / 2 }
            start = end
        }
        return ranks
    }

    /// The mean structural similarity, −1...1, of two planes each scaled to `0...1`, over windows of 7 × 7 or as large as they are.
    ///
    /// Source: Wang et al., "Image Quality Assessment: From Error Visibility to Structural Similarity", 2004,
    /// doi:10.1109/TIP.2003.819861, with uniform windows.
    package static func structuralSimilarity(_ first: Tensor, _ second: Tensor) -> Double {
        let (height, width) = (first.shape[0], first.shape[1])
        let planes = (first.scaledToUnit().floats.map(Double.init), second.scaledToUnit().floats.map(Double.init))
        let (rows, columns) = (min(largestWindow, height), min(largestWindow, width))
        var sum = 0.0
        for top in 0...(height - rows) {
            for left in 0...(width - columns) {
                var window = WindowMoments()
                for row in top..<top + rows {
                    for place in row * width + left..<row * width + left + columns { window.add(planes.0[place], planes.1[place]) }
                }
                sum += window.similarity
            }
        }
        return sum / Double((height - rows + 1) * (width - columns + 1))
    }

    private static let largestWindow = 7
}

/// Sums over a window of two planes.
private struct WindowMoments {
    private var count = 0.0
    private var sums = (0.0, 0.0)
    private var squares = (0.0, 0.0)
    private var products = 0.0

    /// `(K₁ L)²` and `(K₂ L)²` for a range L of 1.
    private static let (meanConstant, varianceConstant) = (1e-4, 9e-4)

    mutating func add(_ x: Double, _ y: Double) {
        count += 1
        sums = (sums.0 + x, sums.1 + y)
        squares = (squares.0 + x * x, squares.1 + y * y)
        products += x * y
    }

    var similarity: Double {
        let means = (sums.0 / count, sums.1 / count)
        let variances = (squares.0 / count - means.0 * means.0, squares.1 / count - means.1 * means.1)
        let covariance = products / count - means.0 * means.1
        let (c1, c2) = (Self.meanConstant, Self.varianceConstant)
        return (2 * means.0 * means.1 + c1) * (2 * covariance + c2)
            / ((means.0 * means.0 + means.1 * means.1 + c1) * (variances.0 + variances.1 + c2))
    }
}
