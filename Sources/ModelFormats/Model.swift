import Imaging
import Inference

/// A network with what it takes to use it: how it wants its pictures, and what its classes are called.
package struct Model: Sendable {
    package let name: String
    package let graph: Graph
    package var preprocessing: Preprocessing
    /// The names of the classes in their order; `nil` where nobody knows them.
    package let labels: [String]?
    /// What the list of names is called: `ImageNet-1k`.
    package let labelsTitle: String?
    /// Where the network comes from: a path, or a catalog's source.
    package let source: String
    /// `nil` where the source does not tell.
    package let license: String?
    /// What a person should know: what was guessed, what is missing. A sentence each, in lower case without a period.
    package let notes: [String]
    /// Whether its numbers mean something; else it is there for its geometry.
    package var hasTrainedWeights = true
    /// The file that the weights are read from when they are needed; `nil` where they are in memory.
    package var file: MappedFile?
}

/// Why a model cannot be loaded.
package enum ModelLoadError: Error {
    case unknownName(String, known: [String])
    /// Weights that fit no architecture, in this file.
    case architecture(ArchitectureError, path: String)
}

extension ModelLoadError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownName(let name, let known): "expected a file or one of \(known.joined(separator: ", ")), found '\(name)'"
        case .architecture(let error, let path): "'\(path)': \(error)"
        }
    }
}
