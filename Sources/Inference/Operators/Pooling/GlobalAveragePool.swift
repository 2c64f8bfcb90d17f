import CKernels
import Tensors

/// The mean of each channel over all spatial axes.
///
/// Source: ONNX GlobalAveragePool, opsets 1, 22.
package struct GlobalAveragePool: GlobalPooling {
    package static let name = "GlobalAveragePool"

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {}

    func pool(_ plane: UnsafeBufferPointer<Float>) -> Float {
        cnns_sum(plane.baseAddress, plane.count) / Float(plane.count)
    }
}
