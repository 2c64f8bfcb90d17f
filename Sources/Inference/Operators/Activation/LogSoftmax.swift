import CKernels
import Foundation

/// The natural logarithm of the softmax along an axis.
///
/// Source: ONNX LogSoftmax, opsets 1, 11, 13.
struct LogSoftmax: SoftmaxFamily {
    static let name = "LogSoftmax"
    let line: SoftmaxLine

    static var rowKernel: RowKernel { cnns_log_softmax_rows }
    static var columnKernel: ColumnKernel { cnns_log_softmax_columns }

    static func values(of line: [Double]) -> [Double] {
        let maximum = line.max() ?? 0
        let logarithm = log(line.reduce(0) { $0 + exp($1 - maximum) })
        return line.map { $0 - maximum - logarithm }
    }
}
