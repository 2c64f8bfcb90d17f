import CKernels
import Foundation

/// `x * Φ(x)` with the normal distribution's Φ, or its approximation by a hyperbolic tangent.
///
/// Source: ONNX Gelu, opsets 20.
struct Gelu: UnaryFunction {
    static let name = "Gelu"

    let approximates: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        let approximation = try attributes.string("approximate", default: "none")
        guard ["none", "tanh"].contains(approximation) else {
            throw .attributeValue(name: "approximate", value: "'\(approximation)'", expected: "'none' or 'tanh'")
        }
        approximates = approximation == "tanh"
    }

    func value(at x: Double) -> Double {
        approximates
            ? x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))) : x / 2 * (1 + erf(x / 2.0.squareRoot()))
    }

    func fill(_ y: UnsafeMutablePointer<Float>?, from x: UnsafePointer<Float>?, count: Int) {
        approximates ? cnns_gelu_tanh(x, y, count) : cnns_gelu(x, y, count)
    }
}
