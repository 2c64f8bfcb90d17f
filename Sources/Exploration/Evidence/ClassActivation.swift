import Inference
import Tensors

/// Where a layer's maps speak for a class: one number a place of the layer.
package struct ClassActivation: Sendable {
    package let method: ClassActivationMethod
    package let classNumber: Int
    /// The value whose maps were weighed.
    package let layer: String
    /// As the method's formula has it, before its rectifier, `[H, W]`.
    package let map: Tensor
    /// How many channels were weighed, of how many.
    package let channels: (used: Int, total: Int)

    /// What the method shows: its negative part left out where its formula ends in a rectifier.
    package var shown: Tensor { method.rectifies ? map.positivePart : map }
}

/// A way to weigh the maps of a layer.
package enum ClassActivationMethod: String, Sendable, CaseIterable {
    case cam
    case gradcam
    case gradcamPlusPlus = "gradcam++"
    case scorecam
    case layercam
    case eigencam

    /// The name in its paper.
    package var title: String {
        switch self {
        case .cam: "CAM"
        case .gradcam: "Grad-CAM"
        case .gradcamPlusPlus: "Grad-CAM++"
        case .scorecam: "Score-CAM"
        case .layercam: "Layer-CAM"
        case .eigencam: "Eigen-CAM"
        }
    }

    /// Whether its formula ends in a rectifier.
    package var rectifies: Bool { self != .cam && self != .eigencam }

    /// Whether its map depends on the class.
    package var knowsClasses: Bool { self != .eigencam }
}

extension ClassActivation {
    /// Weighs the maps of a layer for a class.
    ///
    /// - Parameters:
    ///   - layer: the name of the value; the last one with places before the logits where nothing is given.
    ///   - channelLimit: how many of the strongest channels Score-CAM tries; all where nothing is given.
    ///   - control: cancelled, Score-CAM yields what it has so far; the others throw `RunCancelled`.
    /// - Throws: ``EvidenceError``, `LedgerError`, `RunError`, `GradientError`, `RunCancelled`.
    package init(
        _ method: ClassActivationMethod, of classNumber: Int, at layer: String? = nil, in specimen: Specimen,
        channelLimit: Int? = nil, control: RunControl = RunControl()
    ) throws {
        _ = try specimen.seed(of: classNumber)
        if method == .cam {
            let (map, name, count) = try ExactCAM.map(of: classNumber, in: specimen, control: control)
            guard layer == nil || layer == name else {
                throw EvidenceError.notLastMaps(
                    layer: specimen.network.layerName(of: layer ?? ""), maps: specimen.network.layerName(of: name))
            }
            self.init(method: method, classNumber: classNumber, layer: name, map: map, channels: (count, count))
            return
        }
        let layer = try layer ?? specimen.network.lastSpatialValue(before: specimen.logitsName)
        switch method {
        case .scorecam:
            let scores = try ScoreCAM(of: classNumber, at: layer, in: specimen, channelLimit: channelLimit, control: control)
            self.init(method: method, classNumber: classNumber, layer: layer, map: scores.map, channels: scores.channels)
        case .eigencam:
            let maps = try specimen.maps(of: layer, control: control)
            let map = EigenCAM.map(of: maps)
            self.init(method: method, classNumber: classNumber, layer: layer, map: map, channels: (maps.shape[0], maps.shape[0]))
        default:
            let (maps, gradients) = try specimen.mapsAndGradients(of: layer, classNumber, control: control)
            let map =
                switch method {
                case .gradcamPlusPlus: GradCAMPlusPlus.map(of: maps, gradients)
                case .layercam: LayerCAM.map(of: maps, gradients)
                default: GradCAM.map(of: maps, gradients)
                }
            self.init(method: method, classNumber: classNumber, layer: layer, map: map, channels: (maps.shape[0], maps.shape[0]))
        }
    }
}

extension Specimen {
    /// The maps of a value, `[C, H, W]`; a sequence has maps of one row.
    func maps(of layer: String, control: RunControl) throws -> Tensor {
        try value(layer, control: control).asMaps(of: network.layerName(of: layer))
    }

    /// The maps of a value with the gradient of a class's logit, each `[C, H, W]`.
    func mapsAndGradients(
        of layer: String, _ classNumber: Int, control: RunControl
    ) throws -> (maps: Tensor, gradients: Tensor) {
        guard network.ancestors(of: logitsName).contains(layer) else {
            throw EvidenceError.notBeforeLogits(layer: network.layerName(of: layer))
        }
        let shape = network.values[layer]?.shape ?? []
        guard Tensor.hasMaps(shape) else { throw EvidenceError.noMaps(layer: network.layerName(of: layer), shape: shape) }
        let run = try engine.gradient(
            network, feed: feed, edits: edits, of: seed(of: classNumber), withRespectTo: [layer], keeping: [layer],
            control: control)
        guard let maps = run.values[layer], let gradients = run.gradients[layer] else { throw RunError.unknownValue(layer) }
        return (try maps.asMaps(of: layer), try gradients.asMaps(of: layer))
    }
}

extension Network {
    /// The last value before `logits` with more than one place: what class activation looks at where nothing is said.
    ///
    /// - Throws: ``EvidenceError/noSpatialLayer``.
    package func lastSpatialValue(before logits: String) throws(EvidenceError) -> String {
        let known = ancestors(of: logits)
        for operation in operations.reversed() where !Self.rearranging.contains(operation.node.operatorName) {
            guard let name = operation.node.outputs.first, known.contains(name), let shape = values[name]?.shape else { continue }
            if Tensor.hasMaps(shape), shape.dimensions.dropFirst(2).reduce(1, *) > 1 { return name }
        }
        throw .noSpatialLayer
    }

    /// Operators that only move numbers, after which axes may mean something else.
    private static let rearranging: Set<String> = ["Flatten", "Reshape", "Squeeze", "Transpose", "Unsqueeze"]

    /// What a person calls a value: the layer that computes it.
    package func layerName(of value: String) -> String { layers.named(value)?.name ?? value }

    /// The values that a value is computed from, itself among them.
    func ancestors(of value: String) -> Set<String> {
        var found: Set<String> = []
        var pending = [value]
        while let name = pending.popLast() {
            guard found.insert(name).inserted, let producer = producers[name] else { continue }
            pending += operations[producer].node.inputs.filter { !$0.isEmpty }
        }
        return found
    }
}

extension Tensor {
    /// Whether a value of a shape is maps of one picture: `[1, C, H, W]`, or `[1, C, W]` of a sequence.
    static func hasMaps(_ shape: Shape) -> Bool { (3...4).contains(shape.rank) && shape[0] == 1 && shape.elementCount > 0 }

    /// The maps `[C, H, W]` of a value.
    func asMaps(of layer: String) throws(EvidenceError) -> Tensor {
        guard Self.hasMaps(shape) else { throw .noMaps(layer: layer, shape: shape) }
        let rows = shape.rank == 3 ? 1 : shape[2]
        return convertedToFloat32().reshaped(to: [shape[1], rows, shape[shape.rank - 1]])
    }

    /// The numbers above 0, and 0 for the others.
    package var positivePart: Tensor {
        let numbers = floats
        return Tensor(shape) { destination in
            for index in numbers.indices { destination[index] = numbers[index].isNaN ? .nan : max(0, numbers[index]) }
        }
    }
}
