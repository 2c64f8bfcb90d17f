import Tensors

/// What channels can be sorted by.
package enum ChannelOrder: String, Sendable, CaseIterable {
    /// As the network numbers them.
    case index
    /// The mean of the squares, greatest first.
    case energy
    /// The greatest value, greatest first.
    case max
    /// The mean, greatest first.
    case mean
    /// The share of exact zeros, greatest first.
    case sparsity
}

/// A channel with the statistics of its numbers.
package struct ChannelSummary: Sendable, Equatable {
    package let channel: Int
    package let statistics: Statistics
}

extension ChannelOrder {
    /// The channels of maps `[C, …]`, or the filters of weights `[O, …]`, in this order; equal ones by their number.
    ///
    /// A channel without a finite number comes last.
    ///
    /// - Complexity: O(n) for the statistics, O(C log C) for the order.
    package func sorted(_ maps: Tensor) -> [ChannelSummary] {
        let summaries = (0..<(maps.shape.dimensions.first ?? 0)).map { ChannelSummary(channel: $0, statistics: maps.part($0).statistics) }
        guard self != .index else { return summaries }
        return summaries.sorted { (-key($0), $0.channel) < (-key($1), $1.channel) }
    }

    private func key(_ summary: ChannelSummary) -> Float {
        let statistics = summary.statistics
        guard statistics.count > 0 else { return -.infinity }
        return switch self {
        case .index: 0
        case .energy: statistics.energy
        case .max: statistics.maximum
        case .mean: statistics.mean
        case .sparsity: statistics.sparsity
        }
    }
}
