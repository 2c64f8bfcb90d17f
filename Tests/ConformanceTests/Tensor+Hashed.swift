import Tensors

extension Tensor {
    /// A white picture `[1, C, H, W]` with a band of black and white blocks: what `strokes` of `Tools/make-onnx-values.py` makes.
    static func strokes(_ shape: Shape) -> Tensor {
        let (height, width) = (shape[2], shape[3])
        let blocks = hashed([(height + 1) / 2, (width + 1) / 2], -1, 1).floats
        return Tensor(shape) { destination in
            for index in destination.indices {
                let (row, column) = (index / width % height, index % width)
                let isInBand = row >= height / 3 && row < height / 3 + 24 && column >= 16 && column < width - 16
                destination[index] = isInBand && blocks[row / 2 * ((width + 1) / 2) + column / 2] <= 0 ? -1 : 1
            }
        }
    }

    /// Numbers between two limits, each mixed from its index alone: what `hashed` of `Tools/make-onnx-values.py` makes.
    static func hashed(_ shape: Shape, _ low: Double, _ high: Double) -> Tensor {
        Tensor(shape) { destination in
            for index in destination.indices {
                var mixed = UInt32(truncatingIfNeeded: UInt64(index) &* 2_654_435_761 &+ 12345)
                mixed = (mixed ^ (mixed >> 15)) &* 2_246_822_519
                mixed ^= mixed >> 13
                destination[index] = Float(Double(mixed) / 4_294_967_296 * (high - low) + low)
            }
        }
    }
}
