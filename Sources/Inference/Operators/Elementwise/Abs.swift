import CKernels

/// The magnitude of every element; that of the smallest integer wraps around to itself.
///
/// Source: ONNX Abs, opsets 1, 6, 13.
struct Abs: IntegerFunction, AttributelessOperator {
    static let name = "Abs"

    func value(at x: Double) -> Double { abs(x) }

    func value<Integer: FixedWidthInteger & NumericElement>(of x: Integer) -> Integer { x < 0 ? 0 &- x : x }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_abs(x, y, count) }
}
