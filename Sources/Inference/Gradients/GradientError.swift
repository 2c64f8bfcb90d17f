/// Why there is no gradient.
package enum GradientError: Error, Equatable {
    case unknownValue(String)
    case notDifferentiable(node: String, operatorName: String)
    /// A seed that is not of the shape and type of its value's gradient.
    case seed(String, expected: String, found: String)
    /// Only floating-point values have gradients.
    case notFloatingPoint(String, found: String)
    /// A constant that was worked into others when the network was loaded.
    case unreadConstant(String)
    case operation(node: String, operatorName: String, reason: String)
}

extension GradientError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .unknownValue(let name): "the network has no value '\(name)'"
        case .notDifferentiable(let node, let name): "node '\(node)' (\(name)) passes no gradient back"
        case .seed(let name, let expected, let found): "the gradient of '\(name)' must be \(expected), found \(found)"
        case .notFloatingPoint(let name, let found): "'\(name)' must be floating-point to have a gradient, found \(found)"
        case .unreadConstant(let name): "no operation reads the constant '\(name)'"
        case .operation(let node, let name, let reason): "node '\(node)' (\(name)), on the way back: \(reason)"
        }
    }
}
