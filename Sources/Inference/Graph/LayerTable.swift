import Tensors

/// One operation of a network as a person sees it.
package struct Layer: Sendable {
    /// Position in the order of computation, from 0.
    package let number: Int
    /// The name to type: the framework's own.
    package let name: String
    /// The name in the file, where it is another.
    package let fullName: String
    /// The value it computes.
    package let valueName: String
    package let operatorName: String
    /// What it is, with the settings that matter: `Conv 3x3 /2`.
    package let kind: String
    package let outputShape: Shape
    /// Whether only a run tells the shape of its output, because it follows from numbers.
    package let hasOpenShape: Bool
    /// Numbers among its constant inputs.
    package let parameterCount: Int
    package let multiplyAdds: Int
    /// Input pixels between neighbors of its output along the height (the last axis of a sequence); `nil` where it has none.
    package let totalStride: Double?
    /// Names of its constant inputs: weights first, then bias.
    package let parameters: [String]
}

extension Layer {
    /// The shape of its output in words: `1x64x56x56`, or `open`.
    package var shapeDescription: String { hasOpenShape ? "open" : outputShape.description }
}

/// The layers of a network, found by name, number or pattern.
package struct LayerTable: Sendable {
    package let all: [Layer]
    private let byName: [String: Int]

    init(operations: [Network.Operation], values: [String: ValueInfo], inputs: [GraphInput]) {
        var strides: [String: Double] = [:]
        for input in inputs where values[input.name].map({ $0.shape.rank >= 3 }) ?? false { strides[input.name] = 1 }
        var layers: [Layer] = []
        var byName: [String: Int] = [:]
        for (number, operation) in operations.enumerated() {
            let stride = Self.totalStride(of: operation, values: values, strides: strides)
            for output in operation.node.outputs { strides[output] = stride }
            let layer = Layer(number: number, operation: operation, values: values, totalStride: stride)
            layers.append(layer)
            for name in [layer.name, layer.fullName, layer.valueName] where byName[name] == nil { byName[name] = number }
        }
        all = layers
        self.byName = byName
    }

    /// The stride of an operation's output: that of its input, times its own or times what it shrinks the map by.
    private static func totalStride(of operation: Network.Operation, values: [String: ValueInfo], strides: [String: Double]) -> Double? {
        guard let output = operation.node.outputs.first.flatMap({ values[$0]?.shape }), output.rank >= 3 else { return nil }
        guard let input = operation.node.inputs.first(where: { strides[$0] != nil }), let stride = strides[input] else { return nil }
        if let windowed = operation.implementation as? any WindowedOperator { return stride * Double(windowed.window.strides?.first ?? 1) }
        if let transposed = operation.implementation as? ConvTranspose { return stride / Double(transposed.window.strides?.first ?? 1) }
        guard let before = values[input]?.shape, before.rank == output.rank, output[2] > 0 else { return nil }
        return stride * Double(before[2]) / Double(output[2])
    }

    /// The layer of a name: short, full, or that of its value.
    package func named(_ name: String) -> Layer? { byName[name].map { all[$0] } }

    /// The layers of a module, by the framework's names: `layer4.0.conv1`, `layer4.0.bn1` and so on for `layer4`.
    package func module(_ name: String) -> [Layer] { all.filter { $0.name.hasPrefix(name + ".") } }

    /// The layers whose names fit a pattern in which `*` stands for any characters.
    package func matching(_ pattern: String) -> [Layer] { all.filter { wildcardMatch(pattern, $0.name) } }

    /// - Complexity: O(pattern · name); `*` is tried from the shortest, with one place to come back to.
    private func wildcardMatch(_ pattern: String, _ name: String) -> Bool {
        let (pattern, name) = (Array(pattern.utf8), Array(name.utf8))
        let star = UInt8(ascii: "*")
        var (p, n) = (0, 0)
        var retry: (p: Int, n: Int)?
        while n < name.count {
            if p < pattern.count, pattern[p] == star {
                retry = (p + 1, n)
                p += 1
            } else if p < pattern.count, pattern[p] == name[n] {
                p += 1
                n += 1
            } else if let place = retry {
                retry = (place.p, place.n + 1)
                (p, n) = (place.p, place.n + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == star }
    }
}

extension Layer {
    init(number: Int, operation: Network.Operation, values: [String: ValueInfo], totalStride: Double?) {
        let node = operation.node
        let inputs = node.inputs.map { $0.isEmpty ? nil : values[$0] }
        let outputs = node.outputs.compactMap { values[$0] }
        let shape = outputs.first?.shape ?? []
        self.number = number
        name = node.name
        fullName = node.fullName
        valueName = node.outputs.first ?? ""
        operatorName = node.operatorName
        kind = operation.implementation.kindDescription(inputs: inputs)
        outputShape = shape
        hasOpenShape = operation.implementation is LateOperator
        parameters = operation.implementation.parameterIndices.compactMap { index in
            index < node.inputs.count && inputs[index]?.constant != nil ? node.inputs[index] : nil
        }
        parameterCount = parameters.reduce(0) { $0 + (values[$1]?.shape.elementCount ?? 0) }
        multiplyAdds = operation.implementation.multiplyAdds(inputs: inputs, outputs: outputs)
        self.totalStride = totalStride
    }
}
