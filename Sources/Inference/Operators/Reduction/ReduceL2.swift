import CKernels

/// The square root of the sum of squares along some axes.
///
/// Source: ONNX ReduceL2, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceL2: Reduction {
    static let name = "ReduceL2"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_sum_squares_rows }
    static func finish(_ accumulated: Float, count: Int) -> Float { accumulated.squareRoot() }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        Element(.real(row.reduce(0.0) { $0 + $1.wide.double * $1.wide.double }.squareRoot()))
    }
}
