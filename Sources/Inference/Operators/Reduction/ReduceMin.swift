import CKernels

/// The smallest number along some axes; without any, the highest number of the type.
///
/// Source: ONNX ReduceMin, opsets 1, 11, 12, 13 (axes are an attribute), 18 (an input), 20.
struct ReduceMin: Reduction {
    static let name = "ReduceMin"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_min_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.reduce(.highest) { $0 < $1 || $0.isNotANumber ? $0 : $1 }
    }
}
