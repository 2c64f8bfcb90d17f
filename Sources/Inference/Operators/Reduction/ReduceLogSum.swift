import CKernels
import Foundation

/// The natural logarithm of the sum along some axes.
///
/// Source: ONNX ReduceLogSum, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceLogSum: Reduction {
    static let name = "ReduceLogSum"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_sum_rows }
    static func finish(_ accumulated: Float, count: Int) -> Float { log(accumulated) }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        Element(.real(log(row.reduce(0.0) { $0 + $1.wide.double })))
    }
}
