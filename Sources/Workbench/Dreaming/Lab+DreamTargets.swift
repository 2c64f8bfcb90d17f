import Exploration
import Inference
import Language
import Tensors

extension Lab {
    /// A channel, or a unit of it.
    func dreamTarget(at address: Address) throws -> DreamStudio.Target {
        let layer = try layer(address.layer)
        guard let channel = address.channel else {
            throw Diagnostic("expected a channel such as '\(layer.name):0', found a layer")
        }
        let shape = layer.outputShape
        guard shape.rank > 1, (0..<shape[1]).contains(channel) else {
            throw LabError.noSuchChannel(channel, layer: layer.name, count: shape.rank > 1 ? shape[1] : 0)
        }
        let value = try valueToClimb(of: layer)
        guard let row = address.row, let column = address.column else {
            return .init(
                name: "\(Address(layer: layer.name, channel: channel))\(value.note)",
                objective: .channel(value: value.name, channel: channel))
        }
        guard shape.rank == 4, (0..<shape[2]).contains(row), (0..<shape[3]).contains(column) else {
            throw Diagnostic("no place @\(row),\(column) in '\(layer.name)', whose shape is \(shape)")
        }
        let name = "\(Address(layer: layer.name, channel: channel, row: row, column: column))\(value.note)"
        return .init(name: name, objective: .unit(value: value.name, channel: channel, position: [row, column]))
    }

    /// The logit of a class.
    func dreamTarget(ofClass word: String) throws -> DreamStudio.Target {
        let loaded = try requireModel()
        let number = try classNumber(word)
        var vector = [Float](repeating: 0, count: loaded.network.values[loaded.logitsName]?.shape.elementCount ?? 0)
        guard vector.indices.contains(number) else { throw Diagnostic("no class \(number)") }
        vector[number] = 1
        return .init(
            name: "logit of \(loaded.className(number)) (\(number))", objective: .direction(value: loaded.logitsName, vector: vector))
    }

    /// A direction among the channels of a layer.
    func dreamTarget(of layer: Layer, direction: Tensor) throws -> DreamStudio.Target {
        let shape = layer.outputShape
        guard shape.rank > 1, direction.elementCount == shape[1] else {
            throw Diagnostic(
                "expected \(shape.rank > 1 ? shape[1] : 0) numbers, one a channel of '\(layer.name)', found \(direction.elementCount)")
        }
        let value = try valueToClimb(of: layer)
        return .init(
            name: "direction in \(layer.name)\(value.note)",
            objective: .direction(value: value.name, vector: direction.convertedToFloat32().floats))
    }

    /// The value of a layer, or what goes into it where it is a rectifier: a unit that is off has no slope to climb.
    private func valueToClimb(of layer: Layer) throws -> (name: String, note: String) {
        let network = try requireModel().network
        let operation = network.operations[layer.number]
        guard ["Relu", "Clip", "LeakyRelu"].contains(layer.operatorName), let input = operation.node.inputs.first,
            network.producers[input] != nil
        else { return (layer.valueName, "") }
        return (input, " before \(layer.operatorName)")
    }
}
