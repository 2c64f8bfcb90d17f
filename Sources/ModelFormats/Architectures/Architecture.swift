import Inference

/// A network whose layers are written down here, for files that hold weights alone.
///
/// One value is one network: `resnet18` and `resnet50` are two values of one type.
package protocol Architecture: Sendable {
    /// The name a person knows the network by: `resnet50`.
    var name: String { get }

    /// Adds the layers, first to last, and returns the value that the network is for.
    ///
    /// Every parameter goes through the builder, which checks its shape; nothing is thrown here.
    func build(with builder: inout GraphBuilder) -> GraphBuilder.Value
}

extension Architecture {
    /// The network with weights that are made up, of the right shapes, telling `classCount` classes apart.
    package func graph(making weights: MadeWeights, classCount: Int = 1000) -> Graph {
        var builder = GraphBuilder(name: name, making: weights, classCount: classCount)
        let output = build(with: &builder)
        return builder.graph(output: output)
    }
}

/// Architectures that differ in depth and width alone.
///
/// What a file's weights are is read off their names and shapes, so that variants which have no name of their own open as well: other
/// widths and depths, other input channels and classes, or no classifier at all.
package protocol ArchitectureFamily: Sendable {
    /// The variants that have names.
    static var variants: [any Architecture] { get }

    /// The member of the family that weights of these shapes would belong to; `nil` where the names are those of something else.
    ///
    /// Only what is needed to write the layers down is looked at: whether every parameter fits is for the builder to find out.
    static func member(fitting shapes: WeightShapes) -> (any Architecture)?
}
