import Tensors

/// Why a method has no answer to where the evidence for a class lies.
package enum EvidenceError: Error, Equatable, CustomStringConvertible {
    case noSuchClass(Int, count: Int)
    /// Class activation needs a value with places.
    case noMaps(layer: String, shape: Shape)
    /// No value on the way to the logits has more than one place.
    case noSpatialLayer
    /// Exact class activation has only one layer: the maps that the linear head reads.
    case notLastMaps(layer: String, maps: String)
    /// The value is none of those that the logits depend on.
    case notBeforeLogits(layer: String)
    /// Attributions are drawn over an input of rows and columns.
    case noPicture(input: String, shape: Shape)
    case baselineShape(expected: Shape, found: Shape)
    /// The weights of no layer can be shuffled.
    case noWeights

    package var description: String {
        switch self {
        case .noSuchClass(let number, let count): "no class \(number): there are \(count), from 0"
        case .noMaps(let layer, let shape): "expected maps [1, C, H, W], found the shape \(shape) at '\(layer)'"
        case .noSpatialLayer: "expected a layer of maps before the logits, found none"
        case .notLastMaps(let layer, let maps):
            "expected '\(maps)', whose maps the linear head reads, found '\(layer)'"
        case .notBeforeLogits(let layer): "expected a layer that the logits depend on, found '\(layer)'"
        case .noPicture(let input, let shape): "expected a picture [1, C, H, W] at the input, found the shape \(shape) at '\(input)'"
        case .baselineShape(let expected, let found): "expected a baseline of shape \(expected), found \(found)"
        case .noWeights: "expected a layer with weights to shuffle, found none"
        }
    }
}
