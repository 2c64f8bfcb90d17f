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

    private init(window: SlidingWindow, countsPadding: Bool) {
        self.window = window
        self.countsPadding = countsPadding
    }

    /// The same pool for inputs that come with their padding, all of it counted.
    var withoutPadding: AveragePool { AveragePool(window: window.withoutPadding, countsPadding: countsPadding) }

    package func pool(
        _ input: UnsafePointer<Float>, planes: Int, window: UnsafePointer<CnnsWindow>, resolved: ResolvedWindow,
        into output: UnsafeMutablePointer<Float>
    ) {
        let after = resolved.after.suffix(2)
        cnns_average_pool(
            input, planes, window, countsPadding ? 1 : 0, after.count == 2 ? after[after.startIndex] : 0, after.last ?? 0, output)
    }

    /// The count of a box is the product of the counts of its axes, so that the mean of the maps' means is the mean over all.
    package func combine(
        _ maps: UnsafePointer<Float>, count: Int, depths: [Int], of window: ResolvedWindow, into output: UnsafeMutablePointer<Float>
    ) {
        let inside = depths.count(where: window.contains)
        let padded = -window.before[0]..<window.depth.input + window.after[0]
        let divisor = countsPadding ? depths.count(where: padded.contains) : inside
        UnsafeMutableBufferPointer(start: output, count: count).update(repeating: 0)
        for map in 0..<inside { cnns_add(output, 1, maps + map * count, 1, output, count) }
        withUnsafePointer(to: Float(max(1, divisor))) { cnns_divide(output, 1, $0, 0, output, count) }
    }
}
