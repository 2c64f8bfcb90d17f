import Tensors

/// 1 at the first largest element along an axis, 0 elsewhere.
///
/// Source: ONNX Hardmax, opsets 1, 11, 13.
struct Hardmax: SoftmaxFamily {
    static let name = "Hardmax"
    let line: SoftmaxLine

    static var rowKernel: RowKernel {
        { x, y, rows, length in
            for row in 0..<rows { Hardmax.mark(x?.advanced(by: row * length), y?.advanced(by: row * length), length, stride: 1) }
        }
    }

    static var columnKernel: ColumnKernel {
        { x, y, length, stride, columns in
            for column in 0..<columns { Hardmax.mark(x?.advanced(by: column), y?.advanced(by: column), length, stride: stride) }
        }
    }

    private static func mark(_ x: UnsafePointer<Float>?, _ y: UnsafeMutablePointer<Float>?, _ length: Int, stride: Int) {
        guard let x, let y, length > 0 else { return }
        var best = 0
        for index in 0..<length where x[index * stride] > x[best * stride] { best = index }
        for index in 0..<length { y[index * stride] = index == best ? 1 : 0 }
    }

    static func values(of line: [Double]) -> [Double] {
        let best = line.indices.max { line[$0] < line[$1] || (line[$0] == line[$1] && $0 > $1) }
        return line.indices.map { $0 == best ? 1 : 0 }
    }
}
