import Tensors

extension Tensor {
    /// A plane `[H, W]` at another size, bilinearly: the centers of the cells keep their places, beyond the outermost ones the
    /// edge goes on.
    ///
    /// - Complexity: O(height · width).
    package func interpolated(height: Int, width: Int) -> Tensor {
        let rows = (0..<height).map { Taps($0, of: height, in: shape[0]) }
        let columns = (0..<width).map { Taps($0, of: width, in: shape[1]) }
        let (source, stride) = (floats, shape[1])
        return Tensor([height, width]) { destination in
            for (row, y) in rows.enumerated() {
                let (first, second) = (y.first * stride, y.second * stride)
                for (column, x) in columns.enumerated() {
                    let upper = source[first + x.first] + x.share * (source[first + x.second] - source[first + x.first])
                    let lower = source[second + x.first] + x.share * (source[second + x.second] - source[second + x.first])
                    destination[row * width + column] = upper + y.share * (lower - upper)
                }
            }
        }
    }

    /// The numbers `0...1` between the least and the greatest of them; all 0 where they are the same.
    func scaledToUnit() -> Tensor {
        let statistics = statistics
        let range = statistics.maximum - statistics.minimum
        let source = floats
        return Tensor(shape) { destination in
            for index in source.indices { destination[index] = range > 0 ? (source[index] - statistics.minimum) / range : 0 }
        }
    }
}

/// The two cells along one side between whose centers a place lies.
private struct Taps {
    let first: Int
    let second: Int
    /// The share of the second.
    let share: Float

    init(_ place: Int, of count: Int, in extent: Int) {
        let position = max(0, (Double(place) + 0.5) * Double(extent) / Double(count) - 0.5)
        first = min(extent - 1, Int(position))
        second = min(extent - 1, first + 1)
        share = Float(position - Double(first))
    }
}
