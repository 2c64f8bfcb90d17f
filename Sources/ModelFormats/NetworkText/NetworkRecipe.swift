import Imaging
import Inference

/// What a network without trained weights is made from; small, so that a session can remember many.
package struct NetworkRecipe: Sendable, Equatable {
    /// Where the layers come from.
    package enum Source: Sendable, Equatable {
        case text(String)
        /// An architecture of the catalog, by its name.
        case architecture(String)
    }

    package let name: String
    package let source: Source
    /// Spatial axes of a text's input: 1, 2 or 3.
    package var axisCount = 2
    /// The extent of every spatial axis of the input; `nil` for the usual one.
    package var size: [Int]?
    /// Channels of a text's convolutions that say nothing else.
    package var channelCount = NetworkText.standardChannelCount
    package var seed: UInt64 = 0

    package init(name: String, source: Source) {
        self.name = name
        self.source = source
    }

    /// Extents of a text's input where nothing is said, by the number of axes.
    private static let standardSides = [1: 4096, 2: 224, 3: 64]

    /// The network with random weights, or with zeros where it will never run.
    ///
    /// - Throws: ``NetworkTextError``, pointing into the text; ``ModelLoadError`` for an architecture that is none.
    package func model(withZeros: Bool = false) throws -> Model {
        let weights: MadeWeights = withZeros ? .zeros : .random(seed: seed)
        switch source {
        case .text(let text):
            let size = size ?? [Int](repeating: Self.standardSides[axisCount] ?? 1, count: axisCount)
            let settings = NetworkText(axisCount: axisCount, size: size, channelCount: channelCount, weights: weights)
            return model(try settings.graph(text, name: name), .forText(size: size), from: "the text \"\(text)\"")
        case .architecture(let known):
            guard let architecture = ArchitectureCatalog.architecture(named: known) else {
                throw ModelLoadError.unknownName(known, known: ArchitectureCatalog.all.map(\.name))
            }
            let entry = ModelCatalog.entry(named: architecture.name)
            var graph = architecture.graph(making: weights, classCount: entry?.labels?.classCount ?? LabelSet.imageNet.classCount)
            var preprocessing = entry?.preprocessing ?? .guessed(for: graph.inputs.first)
            if let size, size.count == 2 {
                preprocessing.resizeShortSide = nil
                (preprocessing.heightInPixels, preprocessing.widthInPixels) = (size[0], size[1])
            }
            graph.name = name
            return model(graph, preprocessing, from: "the architecture \(architecture.name)")
        }
    }

    private func model(_ graph: Graph, _ preprocessing: Preprocessing, from source: String) -> Model {
        var model = Model(
            name: name, graph: graph, preprocessing: preprocessing, labels: nil, labelsTitle: nil, source: source, license: nil,
            notes: ["random weights (seed \(seed)): right in shape, good for fields and cost"])
        model.hasTrainedWeights = false
        return model
    }
}

extension Preprocessing {
    /// For pictures into a text's network; sequences and volumes are not pictures and take tensors as they are.
    fileprivate static func forText(size: [Int]) -> Preprocessing {
        var preprocessing = Preprocessing.guessed(for: GraphInput(name: "input", dimensions: [1, 3] + (size.count == 2 ? size : [1, 1])))
        preprocessing.resizeShortSide = nil
        return preprocessing
    }
}
