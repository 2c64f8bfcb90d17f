import Inference
import Tensors

/// A file format that holds a network, or the weights of one.
package protocol ModelFormat: Sendable {
    /// The name a person knows the format by: `ONNX`.
    static var name: String { get }

    /// Whether the first bytes, or the file's structure at a glance, are those of this format.
    static func recognizes(_ file: MappedFile) -> Bool

    /// Reads the file; what is wrong with it becomes an error, whatever its bytes are.
    static func read(_ file: MappedFile) throws(ModelFormatError) -> ModelFileContents
}

/// What a model file holds.
package enum ModelFileContents: Sendable {
    /// Layers and weights.
    case graph(Graph)
    /// Weights by name, which an ``Architecture`` has to explain.
    case weights(StateDictionary)
}
