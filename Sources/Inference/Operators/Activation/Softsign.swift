import CKernels

/// `x / (1 + |x|)`, in `-1...1`.
///
/// Source: ONNX Softsign, opsets 1, 22.
struct Softsign: UnaryFunction, AttributelessOperator {
    static let name = "Softsign"

    func value(at x: Double) -> Double { x / (1 + abs(x)) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_softsign(x, y, count) }
}
