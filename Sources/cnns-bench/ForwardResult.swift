import Foundation
import Inference

/// What else the machine does while a run is measured.
enum Surroundings: String {
    case quiet
    /// Another process keeps one core busy.
    case loaded = "one core busy"
}

/// What the runs of one network took on every side, in milliseconds.
struct ForwardResult {
    let name: String
    let surroundings: Surroundings
    let multiplyAdds: Int
    /// What computed which part of it.
    let kernels: String
    let ours: Samples
    let peers: [Peer]

    /// A peer's runs, and how far our output is from its.
    struct Peer {
        let peer: ForwardPeer
        let version: String
        let samples: Samples
        let difference: Float
        /// The most memory that its process held.
        let peakMegabytes: Double
    }

    /// What ``cells`` are.
    static func columns(_ peers: [ForwardPeer]) -> [String] {
        ["network", "surroundings", "GMAC", "cnns min", "median", "GFLOP/s"]
            + peers.flatMap { ["\($0.rawValue) min", "median", "÷ cnns, min", "median", "middle half"] } + [
                "greatest difference", "kernels",
            ]
    }

    var cells: [String] {
        let gigaflops = 2 * Double(multiplyAdds) / 1e9 / (ours.minimum / 1e3)
        let ratios = peers.flatMap { peer in
            let middle = ours.ratios(of: peer.samples).middleHalf
            return [
                peer.samples.minimum.measured, peer.samples.median.measured, (peer.samples.minimum / ours.minimum).measured,
                ours.medianRatio(of: peer.samples).measured, "\(middle.lowerBound.measured)…\(middle.upperBound.measured)",
            ]
        }
        let difference = peers.map(\.difference).max() ?? 0
        return [
            name, surroundings.rawValue, (Double(multiplyAdds) / 1e9).measured, ours.minimum.measured, ours.median.measured,
            gigaflops.measured,
        ] + ratios + [String(format: "%.1e", Double(difference)), kernels]
    }

    var samples: [String: Samples] {
        peers.reduce(into: ["cnns ms": ours]) { $0["\($1.peer.rawValue) ms"] = $1.samples }
    }

    /// The shares of the multiply-adds by what computed them, the largest first: `blocks 62 %, tiles 38 %`.
    static func kernels(of steps: [StepTiming]) -> String {
        let total = max(1, steps.reduce(0) { $0 + $1.multiplyAdds })
        let sums = steps.reduce(into: [String: Int]()) { $0[$1.algorithm.rawValue, default: 0] += $1.multiplyAdds }
        return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.filter { $0.value > 0 }
            .map { "\($0.key) \(Int((100 * Double($0.value) / Double(total)).rounded())) %" }.joined(separator: ", ")
    }
}
