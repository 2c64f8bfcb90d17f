/// Why a unit has no receptive field.
package enum FieldError: Error, CustomStringConvertible {
    case unknownValue(String)
    /// The value does not depend on what is fed to the network.
    case independent(String)
    case positionRank(value: String, expected: Int, found: Int)
    case positionOutside(value: String, extents: [Int], found: [Int])
    case channelOutside(value: String, count: Int, found: Int)
    case tooManyPlaces(input: String, extents: [Int], limit: Int)

    package var description: String {
        switch self {
        case .unknownValue(let name): "the network has no value '\(name)'"
        case .independent(let name): "'\(name)' does not depend on the input"
        case .positionRank(let value, let expected, let found):
            "expected a place of \(expected) numbers in '\(value)', found \(found)"
        case .positionOutside(let value, let extents, let found):
            "no unit at \(Self.text(found, ",")) in '\(value)', whose maps are \(Self.text(extents, "x"))"
        case .tooManyPlaces(let input, let extents, let limit):
            "expected an input of at most \(limit) places, found \(Self.text(extents, "x")) at '\(input)'"
        case .channelOutside(let value, let count, let found): "no channel \(found) in '\(value)', which has \(count)"
        }
    }

    private static func text(_ numbers: [Int], _ separator: String) -> String {
        numbers.map(String.init).joined(separator: separator)
    }
}
