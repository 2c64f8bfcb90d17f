import CKernels
import Tensors

/// The greatest value of each channel over all spatial axes.
///
/// Source: ONNX GlobalMaxPool, opsets 1, 22.
package struct GlobalMaxPool: GlobalPooling {
    package static let name = "GlobalMaxPool"

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {}

    func pool(_ plane: UnsafeBufferPointer<Float>) -> Float { cnns_maximum(plane.baseAddress, plane.count) }
}
