import Tensors

/// The lines that stand for a grid where there are no pictures.
struct GridSummary {
    private var rows: [String] = []
    private var count = 0
    private var peaks: [(name: String, number: Float)] = []
    private var deadNames: [String] = []

    /// More pictures than this are counted, not described.
    private static let describedCount = 20

    mutating func add(_ name: String, _ numbers: Tensor, _ statistics: Statistics) {
        count += 1
        peaks.append((name, statistics.count > 0 ? statistics.maximum : -.infinity))
        if statistics.count > 0, statistics.minimum == statistics.maximum { deadNames.append(name) }
        guard count <= Self.describedCount else { return }
        let peak = numbers.place(of: statistics).map { ", peak at \(name)@\($0)" } ?? ""
        rows.append("  \(name): \(statistics.rangeDescription), mean \(NumberFormat.short(statistics.mean))\(peak)")
    }

    /// What `describe` adds: all of them in the order of their greatest numbers, and which are the same everywhere.
    var details: [String] {
        let sorted = peaks.enumerated().sorted { ($1.element.number, $0.offset) < ($0.element.number, $1.offset) }.map(\.element)
        let strongest = sorted.prefix(Self.describedCount).map { "\($0.name) (\(NumberFormat.short($0.number)))" }
        let order = "by their greatest numbers: \(strongest.joined(separator: ", "))"
        let rest = sorted.count > strongest.count ? ", … and \(sorted.count - strongest.count) more" : ""
        let dead = deadNames.prefix(Self.describedCount).joined(separator: ", ")
        return [order + rest, deadNames.isEmpty ? "none is constant" : "constant, \(deadNames.count) of \(count): \(dead)"]
    }

    var lines: [String] { rows + (count > Self.describedCount ? ["  … and \(count - Self.describedCount) more"] : []) }
}

extension Statistics {
    /// `range -0.5..3.2`, with the count of what is not finite.
    var rangeDescription: String {
        guard count > 0 else { return "no finite number" }
        let strange = nonFiniteCount > 0 ? ", \(nonFiniteCount) not finite" : ""
        return "range \(NumberFormat.short(minimum))..\(NumberFormat.short(maximum))\(strange)"
    }
}

extension Tensor {
    /// Where the greatest number stands first.
    var peak: String? { place(of: statistics) }

    /// Where the greatest of the numbers with these statistics stands first, as row and column of the last two axes: `12,20`.
    func place(of statistics: Statistics) -> String? {
        guard shape.rank >= 2, statistics.count > 0 else { return nil }
        let width = shape[shape.rank - 1]
        let plane = width * shape[shape.rank - 2]
        return firstIndex(of: statistics.maximum).map { "\($0 % plane / width),\($0 % width)" }
    }
}
