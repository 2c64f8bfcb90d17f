import Inference
import Tensors

/// A dense layer: `y[m, n] = α · Σ_k A[m, k] · B[k, n] + β · C[m, n]`, a term for each k.
enum MatrixProductLedger: LedgerRule {
    static let operatorNames: Set<String> = ["Gemm", "MatMul"]

    /// Where the elements of the two operands stand for one number of the product: the first one of each, and the way to the next.
    private struct Lines {
        var depth: Int
        var firstA: Int
        var stepA: Int
        var firstB: Int
        var stepB: Int
    }

    static func ledger(of opened: OpenedOperation) throws -> Ledger {
        let (a, b) = (try opened.input(0), try opened.input(1))
        let isGemm = opened.node.operatorName == "Gemm"
        let lines = isGemm ? try gemmLines(opened, a.shape, b.shape) : matMulLines(opened.indices, a.shape, b.shape)
        let alpha = isGemm ? Double(try opened.node.attributes.float("alpha", default: 1)) : 1
        // The operand that the network brings along is the weight.
        let weightIsFirst = opened.book.network.constant(opened.node.inputs[0]) != nil
        let terms = withExtendedLifetime((a.storage, b.storage)) {
            let (left, right) = (a.floatElements, b.floatElements)
            return (0..<lines.depth).map { k in
                let (aElement, bElement) = (lines.firstA + k * lines.stepA, lines.firstB + k * lines.stepB)
                let (x, y) = (Double(left[aElement]), Double(right[bElement]))
                return weightIsFirst
                    ? Ledger.Term(opened.source(1, bElement), y, weight: alpha * x, amount: alpha * x * y)
                    : Ledger.Term(opened.source(0, aElement), x, weight: alpha * y, amount: alpha * x * y)
            }
        }
        var summands: [Ledger.Line] = []
        if isGemm, opened.hasInput(2) {
            let beta = Double(try opened.node.attributes.float("beta", default: 1))
            summands = [Ledger.Line("bias", beta * (try opened.input(2)).number(at: opened.operandElement(2)))]
        }
        let formula = "Σ weight · input\(summands.isEmpty ? "" : " + bias") over \(lines.depth) numbers"
        return Ledger(sumOf: opened.unit, value: opened.value, formula: formula, terms: terms, summands: summands)
    }

    private static func gemmLines(_ opened: OpenedOperation, _ a: Shape, _ b: Shape) throws -> Lines {
        let transposesA = try opened.node.attributes.int("transA", default: 0) != 0
        let transposesB = try opened.node.attributes.int("transB", default: 0) != 0
        let (row, column) = (opened.indices[0], opened.indices[1])
        return Lines(
            depth: a[transposesA ? 0 : 1], firstA: transposesA ? row : row * a[1], stepA: transposesA ? a[1] : 1,
            firstB: transposesB ? column * b[1] : column, stepB: transposesB ? 1 : b[1])
    }

    private static func matMulLines(_ indices: [Int], _ a: Shape, _ b: Shape) -> Lines {
        var batch = indices
        let column = b.rank > 1 ? batch.removeLast() : 0
        let row = a.rank > 1 ? batch.removeLast() : 0
        let (depth, columns) = (a[a.rank - 1], b.rank > 1 ? b[b.rank - 1] : 1)
        let rows = a.rank > 1 ? a[a.rank - 2] : 1
        let aBatch = Shape(Array(a.dimensions.dropLast(2))).broadcastElement(at: batch)
        let bBatch = Shape(Array(b.dimensions.dropLast(2))).broadcastElement(at: batch)
        return Lines(
            depth: depth, firstA: (aBatch * rows + row) * depth, stepA: 1, firstB: bBatch * depth * columns + column, stepB: columns)
    }
}
