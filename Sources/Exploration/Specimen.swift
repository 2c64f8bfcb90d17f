import Inference
import Tensors

/// What a method looks into: a network, what is fed to it, the edits in force, and the engine that computes.
package struct Specimen: Sendable {
    package let engine: Engine
    package let network: Network
    package var feed: Feed
    package var edits: [Edit]
    /// The network's only input.
    package let inputName: String
    /// The scores before a last softmax.
    package let logitsName: String
    /// Whether values depend on nothing but their receptive field, to the last digit; slower.
    package var keepsLocality = false

    package init(engine: Engine, network: Network, feed: Feed, edits: [Edit] = [], inputName: String, logitsName: String) {
        self.engine = engine
        self.network = network
        self.feed = feed
        self.edits = edits
        self.inputName = inputName
        self.logitsName = logitsName
    }

    /// Computes values as the graph defines them, edits made.
    ///
    /// - Throws: `RunError`, `EditError`, `RunCancelled`.
    package func values(_ names: [String], control: RunControl = RunControl()) throws -> [String: Tensor] {
        try run(names, control: control).values.mapValues { $0.elementType.byteWidth < 4 ? $0.convertedToFloat32() : $0 }
    }

    /// Computes one value.
    package func value(_ name: String, control: RunControl = RunControl()) throws -> Tensor {
        guard let tensor = try values([name], control: control)[name] else { throw RunError.unknownValue(name) }
        return tensor
    }

    /// Computes values, and says what it took; throws where one has texts, in which there is nothing to see.
    package func run(_ names: [String], control: RunControl = RunControl()) throws -> Run {
        let run = try engine.run(
            network, feed: feed, edits: edits, wanted: names, keepsLocality: keepsLocality, control: control)
        if let name = names.first(where: { run.values[$0]?.elementType == .string }) { throw RunError.texts(name) }
        return run
    }

    /// The scores of the classes, `[K]`, of the first image.
    package func logits(control: RunControl = RunControl()) throws -> Tensor {
        let scores = try value(logitsName, control: control)
        return scores.reshaped(to: [scores.elementCount])
    }

    /// The same network with something else fed to it.
    package func fed(_ tensors: [String: Tensor]) -> Specimen {
        var other = self
        other.feed = Feed(tensors)
        return other
    }

    /// The same on an engine that keeps nothing: for many pictures, each looked at once.
    package var withoutCache: Specimen {
        var other = Specimen(
            engine: Engine(threadCount: engine.threadCount, cacheBudgetInBytes: 0), network: network, feed: feed, edits: edits,
            inputName: inputName, logitsName: logitsName)
        other.keepsLocality = keepsLocality
        return other
    }

    /// The same with values that depend on nothing but their receptive field.
    package var keepingLocality: Specimen {
        var other = self
        other.keepsLocality = true
        return other
    }

    /// The same network and feed with other edits.
    package func edited(_ edits: [Edit]) -> Specimen {
        var other = self
        other.edits = edits
        return other
    }
}
