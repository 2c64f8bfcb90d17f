import Tensors

extension Tensor {
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
