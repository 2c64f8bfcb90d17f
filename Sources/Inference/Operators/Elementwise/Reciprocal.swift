import CKernels

/// `1 / x`.
///
/// Source: ONNX Reciprocal, opsets 1, 6, 13.
struct Reciprocal: UnaryFunction, AttributelessOperator {
    static let name = "Reciprocal"

    func value(at x: Double) -> Double { 1 / x }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_reciprocal(x, y, count) }
}
