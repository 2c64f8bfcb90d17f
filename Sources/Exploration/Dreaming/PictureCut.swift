import Tensors

/// A rectangle of a larger picture `[C, H, W]`.
struct PictureCut {
    let row: Int
    let column: Int
    let height: Int
    let width: Int

    /// The part of a picture that lies within.
    func applied(to picture: Tensor) -> Tensor {
        let (channels, wide) = (picture.shape[0], picture.shape[2])
        let source = picture.floats
        return Tensor([channels, height, width]) { destination in
            for channel in 0..<channels {
                for y in 0..<height {
                    let start = (channel * picture.shape[1] + row + y) * wide + column
                    for x in 0..<width { destination[(channel * height + y) * width + x] = source[start + x] }
                }
            }
        }
    }

    /// A tensor of `shape` that holds `part` within, and zeros around.
    func pasted(_ part: Tensor, into shape: Shape) -> Tensor {
        let source = part.floats
        return Tensor(shape) { destination in
            destination.initialize(repeating: 0)
            for channel in 0..<shape[0] {
                for y in 0..<height {
                    let start = (channel * shape[1] + row + y) * shape[2] + column
                    for x in 0..<width { destination[start + x] = source[(channel * height + y) * width + x] }
                }
            }
        }
    }
}
