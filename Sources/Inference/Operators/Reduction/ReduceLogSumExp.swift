import CKernels
import Foundation

/// The natural logarithm of the sum of exponentials along some axes, computed without overflow.
///
/// Source: ONNX ReduceLogSumExp, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceLogSumExp: Reduction {
    static let name = "ReduceLogSumExp"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_log_sum_exp_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        let numbers = row.map(\.wide.double)
        let maximum = numbers.max() ?? 0
        let shift = maximum.isFinite ? maximum : 0
        return Element(.real(shift + log(numbers.reduce(0) { $0 + exp($1 - shift) })))
    }
}
