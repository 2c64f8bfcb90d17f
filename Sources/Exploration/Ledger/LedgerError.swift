import Tensors

/// Why a number cannot be taken apart.
package enum LedgerError: Error, Equatable, CustomStringConvertible {
    case unknownValue(String)
    case outside(element: Int, value: String, shape: Shape)
    /// A node between the logits and the maps whose effect is no weighted sum.
    case headNotLinear(node: String, operatorName: String)
    /// The walk back from the logits ended where there are no maps.
    case noMaps(node: String)
    case noSuchClass(Int, count: Int)

    package var description: String {
        switch self {
        case .unknownValue(let name): "the network has no value '\(name)'"
        case .outside(let element, let value, let shape): "no element \(element) in '\(value)' of shape \(shape)"
        case .headNotLinear(let node, let operatorName):
            "expected a weighted sum of pooled maps before the logits, found '\(node)' (\(operatorName)) between them"
        case .noMaps(let node): "expected maps behind the logits, found none down to '\(node)'"
        case .noSuchClass(let number, let count): "no class \(number): there are \(count), from 0"
        }
    }
}
