import Inference
import Tensors

/// The feature maps of a network as a widely copied tutorial computes them: its convolutions one after the other, each fed the output
/// of the one before, without normalization, activation, pooling and skip connections.
///
/// What comes out is no value of the network. It is here to be laid beside the true maps.
package struct NaiveChain: Sendable {
    /// The convolutions of the chain alone, on the network's own weights, under their own names.
    package let network: Network
    /// The names of the chain's convolutions in their order.
    package let layers: [String]

    /// Chains the two-dimensional convolutions of a network in the order of the graph; one whose input channels do not fit the chain,
    /// such as the projection of a skip connection, is left out.
    ///
    /// - Throws: ``NaiveChainError``, `NetworkError`.
    package init(of network: Network, inputName: String) throws {
        guard let input = network.values[inputName]?.shape, input.rank == 4 else { throw NaiveChainError.noPicture }
        var graph = Graph(
            name: "\(network.name), chained", inputs: [GraphInput(name: inputName, dimensions: input.dimensions.map { $0 })])
        var (last, channelCount) = (inputName, input[1])
        for operation in network.operations {
            guard let convolution = operation.implementation as? Conv, operation.node.inputs.count > 1 else { continue }
            let parameters = Array(operation.node.inputs.dropFirst())
            guard let weights = network.constant(parameters[0]), weights.shape.rank == 4 else { continue }
            guard weights.shape[1] * convolution.group == channelCount, let output = operation.node.outputs.first else { continue }
            for name in parameters where !name.isEmpty { graph.constants[name] = network.constant(name) }
            graph.nodes.append(
                Node(
                    name: operation.node.name, operatorName: Conv.name, inputs: [last] + parameters, outputs: [output],
                    attributes: operation.node.attributes))
            (last, channelCount) = (output, weights.shape[0])
        }
        guard !graph.nodes.isEmpty else { throw NaiveChainError.noConvolutions }
        graph.outputs = [last]
        layers = graph.nodes.map(\.name)
        self.network = try Network(graph)
    }
}

/// Why there is no chain.
package enum NaiveChainError: Error, CustomStringConvertible {
    case noPicture
    case noConvolutions

    package var description: String {
        switch self {
        case .noPicture: "expected a network that takes pictures [1, C, H, W]"
        case .noConvolutions: "the network has no convolutions over pictures"
        }
    }
}
