import CKernels

/// The sum of magnitudes along some axes.
///
/// Source: ONNX ReduceL1, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceL1: Reduction {
    static let name = "ReduceL1"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_sum_magnitudes_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.sum { $0 < .zero ? Element.zero.minus($0) : $0 }
    }
}
