import CKernels

/// The mean along some axes; of integers, rounded toward 0.
///
/// Source: ONNX ReduceMean, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceMean: Reduction {
    static let name = "ReduceMean"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_sum_rows }
    static func finish(_ accumulated: Float, count: Int) -> Float { accumulated / Float(count) }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.sum { $0 }.over(Element(.signed(Int64(row.count))))
    }
}
