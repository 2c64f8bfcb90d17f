import CKernels

/// The sum along some axes.
///
/// Source: ONNX ReduceSum, opsets 1, 11 (axes are an attribute), 13 (an input).
struct ReduceSum: Reduction {
    static let name = "ReduceSum"
    static let inputSet = 13
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_sum_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.sum { $0 }
    }
}
