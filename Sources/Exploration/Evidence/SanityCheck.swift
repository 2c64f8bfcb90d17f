import Inference
import Tensors

/// What becomes of a map when the network's training is undone: a method whose map stays as it was shows the picture, not the network.
///
/// The weights of convolutions and dense layers are shuffled, each layer's among themselves, so that their distribution stays.
///
/// Source: Adebayo et al., "Sanity Checks for Saliency Maps", 2018, arXiv:1810.03292.
package struct SanityCheck: Sendable {
    /// Which layers lose their weights.
    package enum Order: String, Sendable, CaseIterable {
        /// From the logits down, one after the other, those above staying shuffled.
        case cascading
        /// One at a time.
        case independent
    }

    /// A map with the weights of some layers shuffled, beside the map with all in place.
    package struct Stage: Sendable {
        /// The lowest layer whose weights were shuffled.
        package let layer: String
        package let shuffledCount: Int
        /// Spearman's; `nan` where the map is the same everywhere.
        package let rankCorrelation: Double
        package let structuralSimilarity: Double
    }

    /// Layers whose weights can be shuffled, from the logits down.
    package let layers: [Layer]
    private let graph: Graph
    private let order: Order
    private let seed: UInt64

    /// - Parameter graph: what `network` was made of.
    /// - Throws: ``EvidenceError/noWeights``.
    package init(graph: Graph, network: Network, logits: String, order: Order = .cascading, seed: UInt64 = 0) throws(EvidenceError) {
        let known = network.ancestors(of: logits)
        layers = network.layers.all.reversed().filter { layer in
            guard let weights = layer.parameters.first.flatMap({ graph.constants[$0] }) else { return false }
            return known.contains(layer.valueName) && weights.shape.rank >= 2 && weights.elementType == .float32
        }
        if layers.isEmpty { throw .noWeights }
        self.graph = graph
        self.order = order
        self.seed = seed
    }

    /// The stages to look at: 1, 2, 4, 8, … layers and all of them, or as many single layers spread over the depth.
    package func stages() -> [[Layer]] {
        switch order {
        case .cascading:
            let counts = Array(sequence(first: 1) { $0 * 2 }.prefix { $0 < layers.count }) + [layers.count]
            return counts.map { Array(layers.prefix($0)) }
        case .independent:
            let count = min(layers.count, Self.mostSingleLayers)
            return (0..<count).map { [layers[$0 * (layers.count - 1) / max(1, count - 1)]] }
        }
    }

    private static let mostSingleLayers = 8

    /// Compares the map of each stage with the one of the network as it is.
    ///
    /// - Parameters:
    ///   - network: makes a network of a graph, as the specimen's was made.
    ///   - map: the method, of a specimen: `[H, W]`.
    ///   - control: cancelled, the stages so far are the result.
    /// - Throws: What `network` and `map` throw.
    package func run(
        on specimen: Specimen, control: RunControl = RunControl(), network: (Graph) throws -> Network, map: (Specimen) throws -> Tensor
    ) throws -> [Stage] {
        let original = try map(specimen)
        var results: [Stage] = []
        let stages = stages()
        for (index, shuffled) in stages.enumerated() where !control.isCancelled {
            let changed = try network(self.shuffled(shuffled))
            defer { specimen.engine.cache.removeAll(of: changed.identifier) }
            let other = Specimen(
                engine: specimen.engine, network: changed, feed: specimen.feed, edits: specimen.edits, inputName: specimen.inputName,
                logitsName: specimen.logitsName)
            do {
                let found = try map(other)
                results.append(
                    Stage(
                        layer: shuffled.last?.name ?? "", shuffledCount: shuffled.count,
                        rankCorrelation: MapSimilarity.rankCorrelation(original, found),
                        structuralSimilarity: MapSimilarity.structuralSimilarity(original, found)))
            } catch is RunCancelled {
                break
            }
            control.report(Double(index + 1) / Double(stages.count))
        }
        return results
    }

    /// The graph with the weights of layers in a random order, the same for a layer whichever others are shuffled with it.
    package func shuffled(_ layers: [Layer]) -> Graph {
        var graph = graph
        for layer in layers {
            guard let name = layer.parameters.first, let weights = graph.constants[name] else { continue }
            var random = RandomNumbers(seed: seed &+ UInt64(layer.number) &* 0xD134_2543_DE82_EF95)
            var numbers = weights.floats
            numbers.shuffle(using: &random)
            graph.constants[name] = Tensor(weights.shape, numbers)
        }
        return graph
    }
}
