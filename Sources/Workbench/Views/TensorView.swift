import Imaging
import Language
import Tensors

/// Any value as a picture: a matrix, a stack of maps, a list of numbers.
struct TensorView {
    let options: ViewOptions
    let session: Session

    /// The figure that suits a tensor's shape.
    func figure(of tensor: Tensor, title: String) throws -> Figure {
        let tensor = tensor.convertedToFloat32()
        guard tensor.elementCount > 0 else { throw FigureError.empty(shape: tensor.shape) }
        let shape = tensor.shape
        switch shape.rank {
        case 0: return try MapView(options: options, session: session).figure(of: tensor.reshaped(to: [1, 1]), title: title)
        case 1: return try MapView(options: options, session: session).figure(of: tensor.reshaped(to: [1, shape[0]]), title: title)
        case 2: return try MapView(options: options, session: session).figure(of: tensor, title: title)
        case 3: return try GridView(options: options, session: session).planes(of: tensor, title: title)
        default:
            let planes = shape.dimensions.dropLast(2).reduce(1, *)
            let flat = tensor.reshaped(to: [planes, shape[shape.rank - 2], shape[shape.rank - 1]])
            return try GridView(options: options, session: session).planes(of: flat, title: "\(title) (\(shape))")
        }
    }
}
