import CKernels

/// The square root; not a number where x is negative.
///
/// Source: ONNX Sqrt, opsets 1, 6, 13.
struct Sqrt: UnaryFunction, AttributelessOperator {
    static let name = "Sqrt"

    func value(at x: Double) -> Double { x.squareRoot() }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_sqrt(x, y, count) }
}
