import Tensors

/// The names and shapes of a file's weights, as families of architectures ask for them.
///
/// Extents come from a file and may be anything: what no layer can have is answered with `nil`.
package struct WeightShapes {
    private let weights: StateDictionary

    /// Wider than any layer, and small enough that products of a few extents can be counted.
    private static let plausibleExtents = 1...(1 << 20)

    package init(_ weights: StateDictionary) { self.weights = weights }

    /// The shape of `LAYER.weight`, where none of its extents is absurd.
    private func weight(_ layer: String) -> Shape? {
        guard let shape = weights["\(layer).weight"]?.shape,
            shape.dimensions.allSatisfy(Self.plausibleExtents.contains)
        else { return nil }
        return shape
    }

    func has(_ layer: String) -> Bool { weights["\(layer).weight"] != nil }

    func has(parameter name: String) -> Bool { weights[name] != nil }

    /// Whether anything in the file belongs to a layer or a module.
    func hasAny(of module: String) -> Bool { weights.names.contains { $0.hasPrefix("\(module).") } }

    /// Output channels or features of a convolution or a linear layer.
    func outputCount(_ layer: String) -> Int? {
        guard let shape = weight(layer), shape.rank >= 2 else { return nil }
        return shape[0]
    }

    /// Input channels of each group, or features, of a convolution or a linear layer.
    func inputCount(_ layer: String) -> Int? {
        guard let shape = weight(layer), shape.rank >= 2 else { return nil }
        return shape[1]
    }

    /// The side of a convolution's kernel, where it is square.
    func kernel(_ layer: String) -> Int? {
        guard let shape = weight(layer), shape.rank == 4, shape[2] == shape[3] else { return nil }
        return shape[2]
    }

    /// Whether a layer is linear: its weights are a matrix.
    func isLinear(_ layer: String) -> Bool { weight(layer)?.rank == 2 }

    /// How many layers of a numbered kind there are, without a gap.
    ///
    /// - Complexity: O(count).
    func count(from first: Int = 0, _ layer: (Int) -> String) -> Int {
        var number = first
        while has(layer(number)) { number += 1 }
        return number - first
    }
}
