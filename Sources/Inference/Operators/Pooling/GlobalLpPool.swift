import Tensors

/// The p-norm of each channel over all spatial axes: `y = (Σ |x|^p)^(1/p)`.
///
/// Source: ONNX GlobalLpPool, opsets 1, 2, 22.
package struct GlobalLpPool: GlobalPooling {
    package static let name = "GlobalLpPool"
    let norm: PowerNorm

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        norm = try PowerNorm(attributes: attributes)
    }

    func pool(_ plane: UnsafeBufferPointer<Float>) -> Float { Float(norm.root(plane.reduce(0) { $0 + norm.power($1) })) }
}
