import CKernels
import Foundation

/// `exp(x) / Σ exp(x)` along an axis: positive numbers that sum to 1.
///
/// Source: ONNX Softmax, opsets 1, 11, 13.
struct Softmax: SoftmaxFamily {
    static let name = "Softmax"
    let line: SoftmaxLine

    static var rowKernel: RowKernel { cnns_softmax_rows }
    static var columnKernel: ColumnKernel { cnns_softmax_columns }

    static func values(of line: [Double]) -> [Double] {
        let maximum = line.max() ?? 0
        let exponentials = line.map { exp($0 - maximum) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }
}
