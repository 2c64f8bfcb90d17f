import Tensors

/// One way in which a file's weights are not those of an architecture.
package enum ParameterDifference: Equatable, Sendable {
    case missing(name: String, expected: Shape)
    case shape(name: String, expected: Shape, found: Shape)
    case elementType(name: String, found: ElementType)
    /// A tensor that the architecture has no place for.
    case unexpected(name: String, found: Shape)
}

extension ParameterDifference: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let name, let expected): "expected '\(name)' (\(expected)), found none"
        case .shape(let name, let expected, let found): "expected '\(name)' to be \(expected), found \(found)"
        case .elementType(let name, let found): "expected '\(name)' to hold floating-point numbers, found \(found)"
        case .unexpected(let name, let found): "found '\(name)' (\(found)), which it does not have"
        }
    }
}

/// Why no architecture fits a file of weights.
package enum ArchitectureError: Error, Equatable {
    /// `differences` has at least one element.
    case different(nearest: String, differences: [ParameterDifference])
    /// Not a single parameter is that of an architecture.
    case nothingInCommon(firstNames: [String], count: Int)
}

extension ArchitectureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .different(let nearest, let differences):
            "the weights fit no known architecture; the nearest is '\(nearest)': \(Self.summary(of: differences))"
        case .nothingInCommon(_, 0):
            "expected weights, found none"
        case .nothingInCommon(let firstNames, let count):
            "expected the weights of one of \(ArchitectureCatalog.all.count) known architectures, "
                + "found \(count) tensors (\(firstNames.map { "'\($0)'" }.joined(separator: ", "))\(count > firstNames.count ? ", …" : ""))"
        }
    }

    private static func summary(of differences: [ParameterDifference]) -> String {
        let shown = differences.prefix(2).map(\.description).joined(separator: "; ")
        return differences.count > 2 ? "\(shown); and \(differences.count - 2) more differences" : shown
    }
}
