import CKernels

/// Every element with the other sign; the smallest integer wraps around to itself.
///
/// Source: ONNX Neg, opsets 1, 6, 13.
struct Neg: IntegerFunction, AttributelessOperator {
    static let name = "Neg"

    func value(at x: Double) -> Double { -x }

    func value<Integer: FixedWidthInteger & NumericElement>(of x: Integer) -> Integer { 0 &- x }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_negate(x, y, count) }
}
