import Tensors

/// Products of tensors, summed over the axes whose labels the output does not have: `ij,jk->ik` is the matrix product, `ii->` the trace.
///
/// Operands are joined from the left, each pair as a batch of matrix products; a label that no one else needs is summed out first.
///
/// Source: ONNX Einsum, opset 12.
struct Einsum: Operator {
    static let name = "Einsum"
    let equation: String

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        guard attributes["equation"] != nil else { throw .missingAttribute(name: "equation") }
        equation = try attributes.string("equation", default: "")
    }

    func kindDescription(inputs: [ValueInfo?]) -> String { "Einsum \(equation)" }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let first = try inputs.required(0, "input 0")
        guard first.elementType != .bool, first.elementType != .string else {
            throw .elementType(role: "input 0", found: first.elementType, expected: "a number")
        }
        var shapes: [Shape] = []
        for index in inputs.indices {
            let input = try inputs.required(index, "input \(index)")
            try input.requireType(of: first, role: "input \(index)", like: "input 0")
            shapes.append(input.shape)
        }
        let parsed = try EinsumEquation(equation, shapes: shapes)
        return [try ValueInfo(checking: first.elementType, Shape(parsed.output.map { parsed.extents[$0] ?? 1 }))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let tensors = try inputs.indices.map { try inputs.required($0) }
        let parsed = try EinsumEquation(equation, shapes: tensors.map(\.shape))
        let operands = try zip(tensors, parsed.operands).map { try EinsumOperand($0, labels: $1, extents: parsed.extents, in: context) }
        var joined = operands[0]
        for index in 1..<max(1, operands.count) {
            let later = Set(operands[(index + 1)...].flatMap(\.labels)).union(parsed.output)
            joined = try joined.joined(to: operands[index], keeping: later, in: context)
        }
        joined = try joined.summed(keeping: Set(parsed.output), in: context)
        return [joined.arranged(parsed.output, in: context).tensor]
    }
}

/// A tensor whose axes have labels, all different.
private struct EinsumOperand {
    let tensor: Tensor
    let labels: [Int]

    private init(tensor: Tensor, labels: [Int]) {
        self.tensor = tensor
        self.labels = labels
    }

    /// The diagonal along axes of one label, with axes of extent 1 repeated to their label's extent.
    ///
    /// - Throws: `OperatorError` where what is repeated is beyond all measure.
    init(_ tensor: Tensor, labels: [Int], extents: [Int: Int], in context: RunContext) throws(OperatorError) {
        var own: [Int] = []
        var strides: [Int] = []
        for (axis, stride) in tensor.shape.strides.enumerated() {
            let step = tensor.shape[axis] == 1 ? 0 : stride
            if let place = own.firstIndex(of: labels[axis]) {
                strides[place] += step
            } else {
                own.append(labels[axis])
                strides.append(step)
            }
        }
        self.labels = own
        _ = try ValueInfo(checking: tensor.elementType, Shape(own.map { extents[$0] ?? 1 }))
        let isWhole = own.count == labels.count && zip(own, tensor.shape.dimensions).allSatisfy { extents[$0] == $1 }
        self.tensor = isWhole ? tensor : StridedView(extents: own.map { extents[$0] ?? 1 }, strides: strides).copy(of: tensor, in: context)
    }

    private func extent(_ label: Int) -> Int { labels.firstIndex(of: label).map { tensor.shape[$0] } ?? 1 }

    /// The axes in the order of `order`, which has the same labels.
    func arranged(_ order: [Int], in context: RunContext) -> EinsumOperand {
        if order == labels { return self }
        let permutation = order.compactMap { labels.firstIndex(of: $0) }
        return EinsumOperand(tensor: StridedView(tensor.shape).permuted(permutation).copy(of: tensor, in: context), labels: order)
    }

    /// Without the axes whose labels nobody needs: their numbers are summed.
    func summed(keeping needed: Set<Int>, in context: RunContext) throws -> EinsumOperand {
        let axes = labels.indices.filter { !needed.contains(labels[$0]) }
        if axes.isEmpty { return self }
        let sum = try ReduceSum(attributes: ["keepdims": .int(0)], operatorSet: 13)
        let numbers = Tensor([axes.count], elements: axes.map(Int64.init))
        guard let result = try sum.run([tensor, numbers], in: context).first else { return self }
        return EinsumOperand(tensor: result, labels: labels.filter(needed.contains))
    }

    /// The product with another operand, summed over the labels that both have and nobody else needs.
    func joined(to other: EinsumOperand, keeping needed: Set<Int>, in context: RunContext) throws -> EinsumOperand {
        try context.control.checkCancellation()
        let left = try summed(keeping: needed.union(other.labels), in: context)
        let right = try other.summed(keeping: needed.union(labels), in: context)
        let shared = left.labels.filter(right.labels.contains)
        let batch = shared.filter(needed.contains)
        let inner = shared.filter { !needed.contains($0) }
        let rows = left.labels.filter { !shared.contains($0) }
        let columns = right.labels.filter { !shared.contains($0) }
        let count = { (labels: [Int], operand: EinsumOperand) in Shape(labels.map { operand.extent($0) }).elementCount }
        let (batchCount, depth) = (count(batch, left), count(inner, left))
        let (rowCount, columnCount) = (count(rows, left), count(columns, right))
        _ = try ValueInfo(checking: left.tensor.elementType, [batchCount, rowCount, columnCount])
        let a = left.arranged(batch + rows + inner, in: context).tensor.reshaped(to: [batchCount, rowCount, depth])
        let b = right.arranged(batch + inner + columns, in: context).tensor.reshaped(to: [batchCount, depth, columnCount])
        guard let product = try MatMul().run([a, b], in: context).first else { return self }
        let shape = Shape(batch.map(left.extent) + rows.map(left.extent) + columns.map(right.extent))
        return EinsumOperand(tensor: product.reshaped(to: shape), labels: batch + rows + columns)
    }
}
