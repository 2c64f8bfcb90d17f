import CKernels

/// The largest integer that is not above x.
///
/// Source: ONNX Floor, opsets 1, 6, 13.
struct Floor: UnaryFunction, AttributelessOperator {
    static let name = "Floor"

    func value(at x: Double) -> Double { x.rounded(.down) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_floor(x, y, count) }
}
