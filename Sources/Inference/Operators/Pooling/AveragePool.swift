import CKernels
import Tensors

/// The mean under each position of a sliding window, over the pixels inside the map or, with `count_include_pad`,
/// over those inside the padded map.
///
/// Source: ONNX AveragePool, opsets 1, 7, 10, 11, 19, 22.
package struct AveragePool: WindowPooling {
    package static let name = "AveragePool"

    package let window: SlidingWindow
    let countsPadding: Bool

    package init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        window = try SlidingWindow(attributes: attributes)
        countsPadding = try attributes.int("count_include_pad", default: 0) != 0
    }

    package func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>
    ) {
        let after = resolved.after
        cnns_average_pool(
            input, planes, window, countsPadding ? 1 : 0, after.count == 2 ? after[0] : 0, after[after.count - 1], output)
    }
}
