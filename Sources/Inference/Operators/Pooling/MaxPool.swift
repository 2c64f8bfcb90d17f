import CKernels
import Tensors

/// The greatest value under each position of a sliding window; padding never wins.
///
/// Source: ONNX MaxPool, opsets 1, 8, 10, 11, 12, 22, without the output of indices.
package struct MaxPool: WindowPooling {
    package static let name = "MaxPool"

    package let window: SlidingWindow

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
    }

    package func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>
    ) {
        cnns_max_pool(input, planes, window, output)
    }
}
