import COpenBLAS
import Tensors

/// The product of matrices in the last two axes, over batches in the others, which broadcast; a vector counts as a row on the left
/// and as a column on the right.
///
/// Source: ONNX MatMul, opsets 1, 9, 13.
struct MatMul: AttributelessOperator {
    static let name = "MatMul"

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let a = try inputs.required(0, "A")
        let b = try inputs.required(1, "B")
        guard a.elementType.isNumber else { throw .elementType(role: "A", found: a.elementType, expected: "a number") }
        try b.requireType(of: a, role: "B", like: "A")
        return [try ValueInfo(checking: a.elementType, MatrixProduct(a.shape, b.shape).shape)]
    }

    var parameterIndices: [Int] { [1, 0] }

    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let a = inputs.optional(0), let depth = a.shape.dimensions.last, let output = outputs.first else { return 0 }
        return output.shape.elementCount.multipliedReportingOverflow(by: depth).partialValue
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let a = try inputs.required(0)
        let b = try inputs.required(1)
        let product = try MatrixProduct(a.shape, b.shape)
        if a.elementType == .float32 { return [product.float(a, b)] }
        return [product.generic(a, b, as: try a.elementType.requiredNumericElement("A"))]
    }
}

/// What is multiplied with what: `rows` × `depth` by `depth` × `columns`, once for each matrix of the batch.
struct MatrixProduct {
    let shape: Shape
    private let rows: Int
    private let depth: Int
    private let columns: Int
    /// The operands' batches, as runs of matrices.
    private let batch: Broadcasting

    init(_ a: Shape, _ b: Shape) throws(OperatorError) {
        guard a.rank > 0, b.rank > 0 else { throw .shapes(found: [a, b], expected: "vectors or matrices") }
        let left = a.rank == 1 ? [1] + a.dimensions : a.dimensions
        let right = b.rank == 1 ? b.dimensions + [1] : b.dimensions
        guard left[left.count - 1] == right[right.count - 2] else {
            throw .shapes(found: [a, b], expected: "matrices whose inner extents are equal")
        }
        let batches = (Shape(Array(left.dropLast(2))), Shape(Array(right.dropLast(2))))
        guard Shape.broadcast(batches.0, batches.1) != nil else { throw .shapes(found: [a, b], expected: "batches that broadcast to one") }
        batch = try Broadcasting([batches.0, batches.1])
        rows = left[left.count - 2]
        depth = left[left.count - 1]
        columns = right[right.count - 1]
        shape = Shape(batch.shape.dimensions + (a.rank == 1 ? [] : [rows]) + (b.rank == 1 ? [] : [columns]))
    }

    /// Calls `body` with the elements at which the matrices of each product start.
    private func forEachProduct(_ body: (_ a: Int, _ b: Int, _ y: Int) -> Void) {
        batch.forEachRun(in: 0..<batch.shape.elementCount) { start, operands, count in
            for index in 0..<count {
                body(
                    (operands[0] + index * batch.steps[0]) * rows * depth, (operands[1] + index * batch.steps[1]) * depth * columns,
                    (start + index) * rows * columns)
            }
        }
    }

    func float(_ a: Tensor, _ b: Tensor) -> Tensor {
        Tensor(shape) { y in
            guard depth > 0, !y.isEmpty else { return y.initialize(repeating: 0) }
            let (left, right, result) = (a.floatElements.baseAddress, b.floatElements.baseAddress, y.baseAddress)
            forEachProduct { aStart, bStart, yStart in
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(depth), 1,
                    left?.advanced(by: aStart), blasint(depth), right?.advanced(by: bStart), blasint(columns), 0,
                    result?.advanced(by: yStart), blasint(columns))
            }
        }
    }

    func double(_ a: Tensor, _ b: Tensor) -> Tensor {
        Tensor(shape, of: Double.self) { y in
            guard depth > 0, !y.isEmpty else { return y.initialize(repeating: 0) }
            let (left, right, result) = (a.elements(as: Double.self).baseAddress, b.elements(as: Double.self).baseAddress, y.baseAddress)
            forEachProduct { aStart, bStart, yStart in
                cblas_dgemm(
                    CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(rows), blasint(columns), blasint(depth), 1,
                    left?.advanced(by: aStart), blasint(depth), right?.advanced(by: bStart), blasint(columns), 0,
                    result?.advanced(by: yStart), blasint(columns))
            }
        }
    }

    func generic<Element: NumericElement>(_ a: Tensor, _ b: Tensor, as type: Element.Type) -> Tensor {
        let (left, right) = (a.elements(as: type), b.elements(as: type))
        return Tensor(shape, of: type) { y in
            forEachProduct { aStart, bStart, yStart in
                for row in 0..<rows {
                    for column in 0..<columns {
                        y[yStart + row * columns + column] = (0..<depth).reduce(.zero) { sum, index in
                            sum.plus(left[aStart + row * depth + index].times(right[bStart + index * columns + column]))
                        }
                    }
                }
            }
        }
    }
}
