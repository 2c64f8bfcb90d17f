import CKernels

/// `x * max(0, min(1, x / 6 + 1 / 2))`.
///
/// Source: ONNX HardSwish, opsets 14, 22.
struct HardSwish: UnaryFunction, AttributelessOperator {
    static let name = "HardSwish"

    func value(at x: Double) -> Double { x * min(max(x / 6 + 0.5, 0), 1) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_hard_swish(x, y, count) }
}
