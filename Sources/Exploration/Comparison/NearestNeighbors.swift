import Glibc
import Tensors

/// Finds what is most like something, by the angle between features.
package struct NearestNeighbors: Sendable {
    /// One of the things compared with.
    package struct Neighbor: Sendable, Equatable {
        /// Its place in the order in which features were given.
        package let index: Int
        /// The cosine of the angle, `-1...1`; -1 where there are no features to speak of.
        package let similarity: Double
    }

    /// Everything compared with, most alike first; equal ones in their order.
    package let ranked: [Neighbor]

    /// - Parameters:
    ///   - query: features `[C]`.
    ///   - candidates: features `[C]` each.
    /// - Complexity: O(candidates · C).
    package init(of query: Tensor, among candidates: [Tensor]) {
        ranked = candidates.enumerated()
            .map { Neighbor(index: $0.offset, similarity: TensorDistance(query, $0.element)?.cosine ?? -1) }
            .sorted { (-$0.similarity, $0.index) < (-$1.similarity, $1.index) }
    }
}

extension Tensor {
    /// The mean of each of the maps `[C, H, W]`, `[C]`: what a picture has in it, wherever it is.
    package var pooledFeatures: Tensor { samples(rows: 1, columns: 1).reshaped(to: [shape[0]]) }
}
