import Tensors

/// A plane `[H, W]` in words: where it is strong, and how its numbers lie in space.
struct PlaneSummary {
    let plane: Tensor
    /// What the plane is, for the addresses of its places.
    let name: String

    /// The line below a caption: the mean and the address of the greatest number.
    var lines: [String] {
        plane.peak.map { ["  mean \(NumberFormat.short(plane.statistics.mean)), peak at \(name)@\($0)"] } ?? []
    }

    /// What `describe` adds: how much is zero or strong, and the means of parts of the plane, laid out as they lie.
    var details: [String] {
        let statistics = plane.statistics
        guard statistics.count > 0 else { return ["no number is finite"] }
        let numbers = plane.floats.filter(\.isFinite)
        let middle = statistics.minimum / 2 + statistics.maximum / 2
        let zeros = percent(numbers.count { $0 == 0 }, of: numbers.count)
        let strong = percent(numbers.count { $0 > middle }, of: numbers.count)
        let (rows, columns) = (min(Self.regionCount, plane.shape[0]), min(Self.regionCount, plane.shape[1]))
        let means = (0..<rows).map { row in (0..<columns).map { mean(row, of: rows, $0, of: columns) } }
        let texts = means.map { $0.map { NumberFormat.short(Float($0)) } }
        let width = texts.joined().map(\.count).max() ?? 0
        return [
            "\(zeros) are zero, \(strong) lie in the upper half of the range (above \(NumberFormat.short(middle)))",
            "the means of \(rows)x\(columns) parts, as they lie from top left to bottom right:",
        ] + texts.map { row in "  " + row.map { String(repeating: " ", count: width - $0.count) + $0 }.joined(separator: "  ") }
    }

    /// Parts along each side whose means are told.
    private static let regionCount = 5

    private func percent(_ count: Int, of total: Int) -> String {
        NumberFormat.fixed(100 * Double(count) / Double(max(1, total)), places: 1) + " %"
    }

    private func mean(_ row: Int, of rows: Int, _ column: Int, of columns: Int) -> Double {
        let (height, width) = (plane.shape[0], plane.shape[1])
        var (sum, count) = (0.0, 0)
        let numbers = plane.floatElements
        for y in row * height / rows..<(row + 1) * height / rows {
            for x in column * width / columns..<(column + 1) * width / columns where numbers[y * width + x].isFinite {
                sum += Double(numbers[y * width + x])
                count += 1
            }
        }
        return count > 0 ? sum / Double(count) : .nan
    }
}
