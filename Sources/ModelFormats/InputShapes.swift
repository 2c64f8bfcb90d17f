import Inference
import Tensors

/// Shapes that a person states for a model's inputs, because the file leaves them open or declares others than one wants.
package struct InputShapes: Sendable, Equatable {
    /// In the order typed; without a name the next input that no other names.
    private var stated: [Stated] = []

    private struct Stated: Equatable {
        let name: String?
        let shape: Shape
    }

    package init() {}

    package var isEmpty: Bool { stated.isEmpty }

    /// Reads `1x3x320x320`, or `mask=1x1x64x64` where it matters which input is meant.
    ///
    /// - Throws: ``InputShapeError/notAShape(_:)``.
    package init(_ words: [String]) throws(InputShapeError) {
        for word in words {
            let equals = word.lastIndex(of: "=")
            let digits = equals.map { word[word.index(after: $0)...] } ?? word[...]
            let extents = digits.split(separator: "x", omittingEmptySubsequences: false).map { part in
                part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
            }
            let dimensions = extents.compactMap { $0 }
            guard dimensions.count == extents.count, dimensions.count <= Self.maximumRank,
                dimensions.allSatisfy({ (1...Self.maximumExtent).contains($0) })
            else { throw .notAShape(word) }
            stated.append(Stated(name: equals.map { String(word[..<$0]) }, shape: Shape(dimensions)))
        }
    }

    private static let maximumRank = 8
    private static let maximumExtent = 1 << 30

    /// Replaces what the graph declares by what was stated.
    ///
    /// - Throws: ``InputShapeError`` for an input that is not there, or of another rank.
    package func bind(_ graph: inout Graph) throws(InputShapeError) {
        guard !isEmpty else { return }
        let names = graph.feedNames
        var unnamed = names.filter { name in !stated.contains { $0.name == name } }[...]
        for statement in stated {
            guard let name = statement.name ?? unnamed.popFirst() else {
                throw .tooMany(found: stated.count, inputs: names)
            }
            guard let index = graph.inputs.firstIndex(where: { $0.name == name && names.contains(name) }) else {
                throw .noInput(name, inputs: names)
            }
            if let declared = graph.inputs[index].dimensions, declared.count != statement.shape.rank {
                throw .rank(input: name, declared: declared, found: statement.shape)
            }
            graph.inputs[index].dimensions = statement.shape.dimensions
        }
    }
}

/// Why stated shapes cannot be those of a model's inputs.
package enum InputShapeError: Error, Equatable {
    case notAShape(String)
    case noInput(String, inputs: [String])
    case tooMany(found: Int, inputs: [String])
    case rank(input: String, declared: [Int?], found: Shape)
}

extension InputShapeError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notAShape(let word): "expected a shape such as '1x3x320x320' or 'name=1x3x320x320', found '\(word)'"
        case .noInput(let name, let inputs): "no input '\(name)': the inputs are \(inputs.map { "'\($0)'" }.joined(separator: ", "))"
        case .tooMany(let found, let inputs): "expected at most \(inputs.count) shapes, one for each input, found \(found)"
        case .rank(let input, let declared, let found):
            "expected \(declared.count) dimensions for '\(input)' (\(GraphInput.spelled(declared))), found \(found)"
        }
    }
}

extension Graph {
    /// The inputs that have no value of their own and must be fed, in order.
    package var feedNames: [String] { inputs.map(\.name).filter { constants[$0] == nil } }

    /// The input that a picture can be fed to: the first `[N, C, H, W]` or `[N, H, W, C]` of one or three channels.
    package var pictureInput: GraphInput? { inputs.first { constants[$0.name] == nil && $0.takesPictures } }
}

extension GraphInput {
    /// Whether channels are declared to come last: `[N, H, W, C]`.
    package var isChannelsLast: Bool {
        guard let dimensions, dimensions.count == 4 else { return false }
        return (dimensions[3] == 3 || dimensions[3] == 1) && dimensions[1] != 3 && dimensions[1] != 1
    }

    /// Whether a batch of one picture, gray or in colors, fits the declared shape.
    package var takesPictures: Bool {
        guard elementType.isFloatingPoint || elementType == .uint8 else { return false }
        guard let dimensions else { return true }
        guard dimensions.count == 4, dimensions[0] == nil || dimensions[0] == 1 else { return false }
        return [nil, 1, 3].contains(dimensions[isChannelsLast ? 3 : 1])
    }

    /// `1x3x?x?`.
    package static func spelled(_ dimensions: [Int?]) -> String {
        dimensions.map { $0.map(String.init) ?? "?" }.joined(separator: "x")
    }
}
