import CKernels

/// The sum of squares along some axes.
///
/// Source: ONNX ReduceSumSquare, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceSumSquare: Reduction {
    static let name = "ReduceSumSquare"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_sum_squares_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.sum { $0.times($0) }
    }
}
