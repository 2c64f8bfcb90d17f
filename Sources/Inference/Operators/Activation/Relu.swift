import CKernels

/// `max(x, 0)`, element by element.
///
/// Source: ONNX Relu, opsets 1, 6, 13, 14.
struct Relu: IntegerFunction, AttributelessOperator {
    static let name = "Relu"

    func value(at x: Double) -> Double { x < 0 ? 0 : x }

    func value<Integer: FixedWidthInteger & NumericElement>(of x: Integer) -> Integer { max(x, 0) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_relu(x, y, count) }
}
