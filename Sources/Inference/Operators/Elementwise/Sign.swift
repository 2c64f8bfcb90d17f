import CKernels

/// -1, 0 or 1 as the element is negative, zero or positive.
///
/// Source: ONNX Sign, opsets 9, 13.
struct Sign: IntegerFunction, AttributelessOperator {
    static let name = "Sign"

    func value(at x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : x }

    func value<Integer: FixedWidthInteger & NumericElement>(of x: Integer) -> Integer { x.signum() }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_sign(x, y, count) }
}
