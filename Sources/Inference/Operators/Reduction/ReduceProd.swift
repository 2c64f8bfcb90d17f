import CKernels

/// The product along some axes.
///
/// Source: ONNX ReduceProd, opsets 1, 11, 13 (axes are an attribute), 18 (an input).
struct ReduceProd: Reduction {
    static let name = "ReduceProd"
    let axes: ReductionAxes

    static var kernel: Kernel { cnns_product_rows }

    static func reduce<Element: NumericElement>(_ row: some Collection<Element>) -> Element {
        row.reduce(.one) { $0.times($1) }
    }
}
