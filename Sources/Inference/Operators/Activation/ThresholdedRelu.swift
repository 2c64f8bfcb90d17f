import CKernels

/// `x` where it is greater than `alpha`, 0 elsewhere.
///
/// Source: ONNX ThresholdedRelu, opsets 10, 22.
struct ThresholdedRelu: UnaryFunction {
    static let name = "ThresholdedRelu"

    let alpha: Float

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alpha = try attributes.float("alpha", default: 1)
    }

    func value(at x: Double) -> Double { x > Double(alpha) ? x : 0 }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) { cnns_thresholded_relu(x, y, count, alpha) }
}
