import CKernels

/// The largest number along some axes; without any, the lowest number of the type.
///
/// Source: ONNX ReduceMax, opsets 1, 11, 12, 13 (axes are an attribute), 18 (an input), 20.
struct ReduceMax: Reduction {
    static let name = "ReduceMax"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_max_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.reduce(.lowest) { $0 > $1 || $0.isNotANumber ? $0 : $1 }
    }
}
