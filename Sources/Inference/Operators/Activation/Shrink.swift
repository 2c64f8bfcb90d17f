import CKernels
import Tensors

/// Numbers drawn toward 0: `x + bias` below `−lambd`, `x − bias` above `lambd`, 0 between.
///
/// Source: ONNX Shrink, opset 9.
struct Shrink: IntegerFunction {
    static let name = "Shrink"
    private let bias: Double
    let threshold: Double

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        bias = Double(try attributes.float("bias", default: 0))
        threshold = Double(try attributes.float("lambd", default: 0.5))
    }

    func value(at x: Double) -> Double { x < -threshold ? x + bias : x > threshold ? x - bias : 0 }

    func value<Integer: FixedWidthInteger & NumericElement>(of x: Integer) -> Integer { Integer(.real(value(at: Double(x)))) }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) {
        guard let y, let x else { return }
        for index in 0..<count { y[index] = Float(value(at: Double(x[index]))) }
    }
}
