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

extension ChannelOrder {
    /// The channels of maps `[C, …]`, or the filters of weights `[O, …]`, in this order; equal ones by their number.
    ///
    /// A channel without a finite number comes last.
    ///
    /// - Complexity: O(n) for the statistics, which ``index`` needs none of, and O(C log C) for the order.
    package func sorted(_ maps: Tensor) -> [Int] {
        let channels = Array(0..<(maps.shape.dimensions.first ?? 0))
        guard self != .index else { return channels }
        let keys = channels.map { key(maps.part($0).statistics) }
        return channels.sorted { (-keys[$0], $0) < (-keys[$1], $1) }
    }

    private func key(_ statistics: Statistics) -> Float {
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
