import Inference

/// Spatial scale and overlap as the article this program starts from computes them: layer by layer, from two numbers.
///
/// s is meant to be the area of the union of the input regions that an entry depends on, p the share along an axis that two neighbors have
/// in common; s = 1 and p = 0 at the image. They are recurrences of one path, wrong for dilation, and stand here to be compared with the
/// exact values of ``FieldAnalysis``.
package struct ArticleScale: Sendable, Equatable {
    /// s, in pixels of the input; negative where the recurrence leaves what an area can be.
    package let area: Double
    /// p; `0...1` where it means something.
    package let overlap: Double

    package static let image = ArticleScale(area: 1, overlap: 0)

    /// √s, the side of a square of that area; not a number where s is negative.
    package var side: Double { area.squareRoot() }

    /// s and p behind a layer with a square window, or `nil` where the article has no recurrence for it.
    ///
    /// What counts is the window: a pooling is treated as the convolution of the same kernel, stride and dilation.
    package func behind(kernel: Int, stride: Int, dilation: Int) -> ArticleScale? {
        let (s, p) = (area, overlap)
        let excess = max(p - 0.5, 0)
        let threeByThree = 1 + 4 * (1 - p) * (2 - p)
        switch (kernel, stride, dilation) {
        case (1, 1, _): return self
        case (1, 2, _): return ArticleScale(area: s, overlap: 2 * excess)
        case (2, 2, 1): return ArticleScale(area: (2 - p) * (2 - p) * s, overlap: p / (2 - p))
        case (3, 1, 1): return ArticleScale(area: s * (3 - 2 * p) * (3 - 2 * p), overlap: (1 + (1 - p) * (5 - 2 * p)) / threeByThree)
        case (3, 2, 1): return ArticleScale(area: s * (3 - 2 * p) * (3 - 2 * p), overlap: (1 + 2 * (1 - p)) / threeByThree)
        case (7, 2, 1) where self == .image: return ArticleScale(area: 49, overlap: 5.0 / 7)
        case (3, 1, 2):
            let growth = 9 - 24 * excess
            let shared = p < 0.5 ? 15 * p : 6 + 3 * (1 - p) - (14 + 4 * (1 - p)) * excess
            return ArticleScale(area: s * growth, overlap: shared / growth)
        default: return nil
        }
    }
}

/// The article's recurrences along a whole network.
///
/// Where branches join, the one with the larger s goes on: the article knows one path only.
package struct ArticleRecurrence: Sendable {
    /// s and p of every value that has them.
    package private(set) var scales: [String: ArticleScale] = [:]
    /// For the first layers without a recurrence, by the name of the value: what they are. What follows them has none either.
    package private(set) var missing: [String: String] = [:]
    /// Values where branches join.
    package private(set) var joins: Set<String> = []

    /// Operators that leave every number where it is.
    private static let pointwise: Set<String> = [
        "Abs", "Add", "BatchNormalization", "Celu", "Clip", "Div", "Dropout", "Elu", "Exp", "Gelu", "HardSigmoid", "HardSwish", "Identity",
        "LeakyRelu", "Mish", "Mul", "PRelu", "Pow", "Relu", "Selu", "Sigmoid", "Softplus", "Softsign", "Sqrt", "Sub", "Swish", "Tanh",
    ]
    private static let joining: Set<String> = ["Add", "Concat", "Max", "Mean", "Mul", "Sub", "Sum"]

    /// - Complexity: O(nodes).
    package init(_ network: Network) {
        for input in network.inputs where network.values[input.name]?.shape.rank == 4 { scales[input.name] = .image }
        for operation in network.operations { visit(operation, of: network) }
    }

    private mutating func visit(_ operation: Network.Operation, of network: Network) {
        guard let output = operation.node.outputs.first else { return }
        let dynamic = Set(operation.node.inputs.filter { !$0.isEmpty && network.constant($0) == nil })
        let known = dynamic.compactMap { scales[$0] }
        guard !known.isEmpty, known.count == dynamic.count else { return }
        if dynamic.count > 1, Self.joining.contains(operation.node.operatorName) {
            joins.insert(output)
            scales[output] = known.max { $0.area < $1.area }
        } else if let scale = known.first, dynamic.count == 1, let next = Self.scale(behind: operation, of: network, from: scale) {
            scales[output] = next
        } else {
            missing[output] = network.layers.named(operation.node.name)?.kind ?? operation.node.operatorName
        }
    }

    private static func scale(behind operation: Network.Operation, of network: Network, from scale: ArticleScale) -> ArticleScale? {
        if pointwise.contains(operation.node.operatorName) { return scale }
        guard let windowed = operation.implementation as? any WindowedOperator,
            let input = operation.node.inputs.first.flatMap({ network.values[$0] }), input.shape.rank == 4
        else { return nil }
        let weights = operation.node.inputs.dropFirst().first.flatMap { network.values[$0]?.shape.dimensions }
        guard let kernel = windowed.window.kernel ?? weights.map({ Array($0.dropFirst(2)) }) else { return nil }
        guard let size = uniform(kernel), let stride = uniform(windowed.window.strides ?? [1]),
            let dilation = uniform(windowed.window.dilations ?? [1])
        else { return nil }
        return scale.behind(kernel: size, stride: stride, dilation: dilation)
    }

    /// The number that all are.
    private static func uniform(_ numbers: [Int]) -> Int? { Set(numbers).count == 1 ? numbers.first : nil }
}
