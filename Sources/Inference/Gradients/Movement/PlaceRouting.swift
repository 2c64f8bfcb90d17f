import CKernels
import Tensors

/// The gradient of operators that only move elements: they are run once more, on the numbers of the places instead of on what stands
/// there, and so tell where each element of the gradient belongs.
enum PlaceRouting {
    /// 0, 1, 2, … in a shape.
    static func places(_ shape: Shape) -> Tensor {
        Tensor(shape, of: Int32.self) { places in
            for index in places.indices { places[index] = Int32(truncatingIfNeeded: index) }
        }
    }

    /// A tensor of zeros with each element of a gradient added at the place it came from; what came from place -1 is lost.
    static func scatter(_ gradient: Tensor, to places: Tensor, shape: Shape) -> Tensor {
        scatter([(gradient, places)], type: gradient.elementType, shape: shape)
    }

    /// A tensor of zeros with each element of some gradients added at its place.
    static func scatter(_ parts: [(gradient: Tensor, places: Tensor)], type: ElementType, shape: Shape) -> Tensor {
        if type == .float32 {
            return Tensor(shape) { result in
                result.initialize(repeating: 0)
                for (gradient, places) in parts {
                    cnns_scatter_add(
                        gradient.floatElements.baseAddress, places.elements(as: Int32.self).baseAddress, places.elementCount,
                        result.baseAddress)
                }
            }
        }
        return Tensor(shape, of: Double.self) { result in
            result.initialize(repeating: 0)
            for (gradient, places) in parts {
                let reached = gradient.elements(as: Double.self)
                for (index, place) in places.elements(as: Int32.self).enumerated() where place >= 0 { result[Int(place)] += reached[index] }
            }
        }
    }
}

/// An operator whose outputs are elements of its first input.
protocol RoutingOperator: DifferentiableOperator {}

extension RoutingOperator {
    package func gradientNeeds(wanted: [Bool]) -> GradientNeeds { GradientNeeds(inputs: Set(wanted.indices.dropFirst())) }

    package func gradients(_ step: BackwardStep) throws -> [Tensor?] {
        try step.only {
            var inputs = step.inputs
            inputs[0] = PlaceRouting.places(try step.inputShape(0))
            let parts = zip(try run(inputs, in: step.context), step.outputGradients).compactMap { places, gradient in
                gradient.map { (gradient: $0, places: places) }
            }
            return try parts.first.map {
                PlaceRouting.scatter(parts, type: $0.gradient.elementType, shape: try step.inputShape(0))
            }
        }
    }
}

extension DepthToSpace: RoutingOperator {}
extension Gather: RoutingOperator {}
extension GatherElements: RoutingOperator {}
extension GatherND: RoutingOperator {}
extension Slice: RoutingOperator {}
extension SpaceToDepth: RoutingOperator {}
extension Split: RoutingOperator {}
extension Tile: RoutingOperator {}
