import Inference
import Tensors

/// The exact ledger of a class under a linear head: `logit = constant + Σ_k Σ_{y,x} w_k(y, x) · A_k(y, x)` over the last maps A.
///
/// Under global average pooling `w_k(y, x) = w_k / (H · W)`. The sum over the channels at each place is the class's map, whose
/// numbers add up to the logit: no method's estimate but the arithmetic itself.
///
/// Source: Zhou et al., "Learning Deep Features for Discriminative Localization", 2016, arXiv:1512.04150, made exact.
package struct ClassLedger: Sendable {
    /// What one channel of the maps adds.
    package struct Channel: Sendable, Equatable {
        package let channel: Int
        /// The mean of its map.
        package let mean: Double
        /// What the mean is multiplied by; `nil` where the places of the map have different weights.
        package let weight: Double?
        package let amount: Double
        /// The place of its map that adds most to either side.
        package let strongest: NetworkUnit
    }

    package let classNumber: Int
    /// The value that holds the maps.
    package let mapsName: String
    /// In the order of the channels.
    package let channels: [Channel]
    /// What each place adds, all channels together, `[H, W]`.
    package let map: Tensor
    /// What is added beside: the class's bias.
    package let constant: Double
    /// The logit made anew in double precision.
    package let recomputed: Double
    /// The logit that the engine holds.
    package let logit: Double
    /// The nodes between the maps and the logits, from the logits back.
    package let path: [String]
    /// The nodes on the path whose factors hold for this picture only: activations.
    package let gates: [String]

    package var residual: Double { logit - recomputed }

    /// The channels by the size of what they add, the largest first.
    package var bySize: [Channel] { channels.sorted { (-abs($0.amount), $0.channel) < (-abs($1.amount), $1.channel) } }
    package var grossSum: Double { channels.reduce(0) { $0 + abs($1.amount) } }
}

extension ClassLedger {
    /// Walks back from a class's logit to the last maps.
    ///
    /// - Parameter logits: The value that holds the scores before softmax.
    /// - Throws: ``LedgerError/headNotLinear(node:operatorName:)``, naming the node that is in the way, and what the engine throws.
    package init(of classNumber: Int, logits: String, book: LedgerBook) throws {
        guard let count = book.network.values[logits]?.shape.elementCount else { throw LedgerError.unknownValue(logits) }
        guard (0..<count).contains(classNumber) else { throw LedgerError.noSuchClass(classNumber, count: count) }
        var walk = HeadWalk(from: NetworkUnit(value: logits, element: classNumber), book: book)
        try walk.goToMaps()
        let maps = try book.tensor(walk.value)
        let (plane, columns) = (Shape(Array(maps.shape.dimensions[2...])).elementCount, maps.shape[maps.shape.rank - 1])
        let products = Self.products(of: maps, walk.weights)
        var sums = [Double](repeating: 0, count: plane)
        for (element, product) in products.enumerated() { sums[element % plane] += product }
        self.classNumber = classNumber
        mapsName = walk.value
        channels = (0..<maps.shape[1]).map { channel in
            let range = channel * plane..<(channel + 1) * plane
            return Channel(channel, of: walk.value, mean: maps.mean(of: range), weights: walk.weights[range], products: products[range])
        }
        map = Tensor([plane / columns, columns], sums.map { Float($0) })
        constant = walk.constant
        recomputed = channels.reduce(walk.constant) { $0 + $1.amount }
        logit = try book.tensor(logits).number(at: classNumber)
        (path, gates) = (walk.path, walk.gates)
    }

    private static func products(of maps: Tensor, _ weights: [Double]) -> [Double] {
        withExtendedLifetime(maps.storage) { zip(maps.floatElements, weights).map { Double($0) * $1 } }
    }
}

extension ClassLedger.Channel {
    /// The sum over one channel's places.
    fileprivate init(_ channel: Int, of value: String, mean: Double, weights: ArraySlice<Double>, products: ArraySlice<Double>) {
        self.channel = channel
        self.mean = mean
        let isEven = weights.allSatisfy { $0 == weights.first }
        weight = isEven ? (weights.first ?? 0) * Double(weights.count) : nil
        amount = products.reduce(0, +)
        let element = products.indices.max { abs(products[$0]) < abs(products[$1]) } ?? products.startIndex
        strongest = NetworkUnit(value: value, element: element)
    }
}

extension Tensor {
    fileprivate func mean(of range: Range<Int>) -> Double {
        withExtendedLifetime(storage) { floatElements[range].reduce(0) { $0 + Double($1) } / Double(max(1, range.count)) }
    }
}
