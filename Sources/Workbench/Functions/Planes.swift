import Tensors

/// A tensor seen as planes `[C, H, W]`, and the way back to the layout it came in.
///
/// Maps `[C, H, W]`, a batch of one `[1, C, H, W]` and a single plane `[H, W]` are taken as they are; a tensor whose last axis has 1, 3 or
/// 4 elements and whose first has more than 4 is a picture `[H, W, C]`.
struct Planes {
    /// The layouts that tensors come in.
    enum Layout { case plane, maps, batch, picture }

    let tensor: Tensor
    let layout: Layout

    var count: Int { tensor.shape[0] }
    var height: Int { tensor.shape[1] }
    var width: Int { tensor.shape[2] }

    init(_ tensor: Tensor) throws(ValueError) {
        let shape = tensor.shape
        switch shape.rank {
        case 2:
            self.tensor = tensor.reshaped(to: Shape([1] + shape.dimensions))
            layout = .plane
        case 3 where [1, 3, 4].contains(shape[2]) && shape[0] > 4:
            self.tensor = tensor.transposed([2, 0, 1])
            layout = .picture
        case 3:
            self.tensor = tensor
            layout = .maps
        case 4 where shape[0] == 1:
            self.tensor = tensor.reshaped(to: Shape(Array(shape.dimensions.dropFirst())))
            layout = .batch
        default: throw .unexpected(expected: "a plane [H, W], maps [C, H, W] or a picture [H, W, 3]", found: "a tensor \(shape.listed)")
        }
        guard tensor.elementCount > 0 else { throw .unexpected(expected: "at least one element", found: "none") }
    }

    /// Planes `[C, H, W]` in the layout that these came in.
    func restored(_ planes: Tensor) -> Tensor {
        switch layout {
        case .plane where planes.shape[0] == 1: planes.part(0)
        case .plane, .maps: planes
        case .batch: planes.reshaped(to: Shape([1] + planes.shape.dimensions))
        case .picture: planes.transposed([1, 2, 0])
        }
    }
}
