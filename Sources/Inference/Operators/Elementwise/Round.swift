import CKernels

/// The nearest integer, halves to the even one.
///
/// Source: ONNX Round, opsets 11, 22.
struct Round: UnaryFunction, AttributelessOperator {
    static let name = "Round"

    func value(at x: Double) -> Double { x.rounded(.toNearestOrEven) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_round(x, y, count) }
}
