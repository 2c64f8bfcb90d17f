import Tensors

/// Why values do not fit what is to be done with them.
package enum ValueError: Error, Hashable, CustomStringConvertible {
    case unexpected(expected: String, found: String)
    /// Two shapes that a rule does not allow together.
    case shapes(rule: String, Shape, Shape)
    /// More elements than a value may have.
    case tooLarge(elements: Int?)
    case axis(Int, rank: Int)
    case index(Int, count: Int)
    case tooManyIndices(Int, rank: Int)
    case argumentCount(usage: String, found: Int)
    case noParameter(String, usage: String)
    case missingArgument(String, usage: String)
    /// What the laboratory cannot give now.
    case unavailable(String)
    case tooDeep(limit: Int)

    /// The most elements that a computed tensor may have: 256 MB of float32.
    package static let elementLimit = 1 << 26

    package var description: String {
        switch self {
        case .unexpected(let expected, let found): "expected \(expected), found \(found)"
        case .shapes(let rule, let first, let second): "expected \(rule), found \(first.listed) and \(second.listed)"
        case .tooLarge(let elements):
            "expected at most \(Self.elementLimit) elements, found " + (elements.map(String.init) ?? "more than can be counted")
        case .axis(let axis, let rank):
            rank == 0
                ? "expected a tensor with axes, found a single number" : "expected an axis from \(-rank) to \(rank - 1), found \(axis)"
        case .index(let index, let count):
            count == 0 ? "expected something to index, found nothing" : "expected an index from \(-count) to \(count - 1), found \(index)"
        case .tooManyIndices(let found, let rank): "expected at most \(rank) indices, found \(found)"
        case .argumentCount(let usage, let found): "expected \(usage), found \(found) arguments"
        case .noParameter(let name, let usage): "expected \(usage), found '\(name) ='"
        case .missingArgument(let name, let usage): "expected '\(name)' in \(usage), found nothing"
        case .unavailable(let what): what
        case .tooDeep(let limit): "expected at most \(limit) evaluations inside one another"
        }
    }
}

extension Shape {
    /// As formulas write a shape: `[3, 28, 28]`.
    var listed: String { "[\(dimensions.map(String.init).joined(separator: ", "))]" }

    /// The number of elements, if a value may have that many.
    func boundedElementCount() throws(ValueError) -> Int {
        guard let count = checkedElementCount, count <= ValueError.elementLimit else { throw .tooLarge(elements: checkedElementCount) }
        return count
    }
}
