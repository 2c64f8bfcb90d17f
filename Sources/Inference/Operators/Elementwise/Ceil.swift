import CKernels

/// The smallest integer that is not below x.
///
/// Source: ONNX Ceil, opsets 1, 6, 13.
struct Ceil: UnaryFunction, AttributelessOperator {
    static let name = "Ceil"

    func value(at x: Double) -> Double { x.rounded(.up) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_ceil(x, y, count) }
}
