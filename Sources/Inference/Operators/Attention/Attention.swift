import COpenBLAS
import Foundation
import Tensors

/// Scaled dot-product attention: `softmax(softcap(Q·Kᵀ·scale + bias))·V` for each head, where heads in groups share keys and values.
///
/// The bias is a mask (numbers to add, or Booleans), minus infinity above the diagonal where `is_causal` is set, and beyond the length of
/// each row where `nonpad_kv_seqlen` gives one. Further outputs are keys and values with those of the past in front, and the scores as
/// `qk_matmul_output_mode` says: plain (0), biased (1), capped (2), or as shares (3).
///
/// Source: ONNX Attention, opsets 23, 24; Vaswani et al., 2017, arXiv:1706.03762.
struct Attention: Operator {
    static let name = "Attention"
    private let queryHeads: Int?
    private let keyHeads: Int?
    private let isCausal: Bool
    private let scale: Float?
    private let softcap: Float
    private let scoreStage: Int

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        queryHeads = try attributes.int("q_num_heads")
        keyHeads = try attributes.int("kv_num_heads")
        isCausal = try attributes.int("is_causal", default: 0) != 0
        scale = attributes["scale"] == nil ? nil : try attributes.float("scale", default: 1)
        softcap = try attributes.float("softcap", default: 0)
        scoreStage = try attributes.int("qk_matmul_output_mode", default: 0)
        guard (0...3).contains(scoreStage) else {
            throw .attributeValue(name: "qk_matmul_output_mode", value: String(scoreStage), expected: "0 to 3")
        }
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let size = try AttentionSize(inputs, queryHeads: queryHeads, keyHeads: keyHeads)
        let q = try inputs.required(0, "Q")
        if let mask = inputs.optional(3) { try check(mask, size, like: q) }
        if let lengths = inputs.optional(6), !lengths.elementType.isInteger || lengths.shape != [size.batch] {
            throw .shapes(found: [lengths.shape], expected: "one integer a row of the batch for 'nonpad_kv_seqlen'")
        }
        return try [size.output, size.presentKeys, size.presentValues, size.scores].map { shape throws(OperatorError) in
            try ValueInfo(checking: q.elementType, shape)
        }
    }

    private func check(_ mask: ValueInfo, _ size: AttentionSize, like q: ValueInfo) throws(OperatorError) {
        guard mask.elementType == .bool || mask.elementType == q.elementType else {
            throw .elementType(role: "attn_mask", found: mask.elementType, expected: "Boolean or \(q.elementType)")
        }
        var shape = mask.shape
        guard let last = shape.dimensions.last, last <= size.keys else {
            throw .shapes(found: [mask.shape], expected: "a mask for \(size.keys) keys")
        }
        if last != 1 { shape.dimensions[shape.rank - 1] = size.keys }
        guard Shape.broadcast(shape, size.scores) == size.scores else {
            throw .shapes(found: [mask.shape], expected: "a mask that broadcasts to \(size.scores)")
        }
    }

    func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let size = try? AttentionSize(inputs, queryHeads: queryHeads, keyHeads: keyHeads) else { return 0 }
        return size.scores.elementCount.multipliedReportingOverflow(by: size.depth + size.valueDepth).partialValue
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let size = try AttentionSize(inputs.known, queryHeads: queryHeads, keyHeads: keyHeads)
        let queries = AttentionHeads(try inputs.required(0), heads: size.heads)
        let keys = AttentionHeads(try inputs.required(1), heads: size.groups).behind(inputs.optional(4))
        let values = AttentionHeads(try inputs.required(2), heads: size.groups).behind(inputs.optional(5))
        let bias = AttentionBias(
            size, mask: inputs.optional(3), lengths: inputs.optional(6)?.integers, isCausal: isCausal)
        var output = [Float](repeating: 0, count: size.batch * size.heads * size.queries * size.valueDepth)
        let shown = try Tensor(size.scores) { shown in
            for head in 0..<size.batch * size.heads {
                try context.control.checkCancellation()
                let scores = UnsafeMutableBufferPointer(
                    rebasing: shown[head * size.queries * size.keys..<(head + 1) * size.queries * size.keys])
                withExtendedLifetime(queries) {
                    attend(head, size, queries.floatElements, keys.floatElements, values.floatElements, bias, scores, &output)
                }
            }
        }
        let heads = Tensor([size.batch, size.heads, size.queries, size.valueDepth], output)
        return [size.hasHeadAxis ? heads : heads.joiningHeads(), keys, values, shown]
    }

    /// One head: writes the scores of the stage that is asked for, and the output.
    private func attend(
        _ head: Int, _ size: AttentionSize, _ queries: UnsafeBufferPointer<Float>, _ keys: UnsafeBufferPointer<Float>,
        _ values: UnsafeBufferPointer<Float>, _ bias: AttentionBias, _ shown: UnsafeMutableBufferPointer<Float>, _ output: inout [Float]
    ) {
        guard size.queries > 0, size.keys > 0, let result = shown.baseAddress else { return }
        let group = head / size.heads * size.groups + head % size.heads / (size.heads / size.groups)
        let factor = scale ?? 1 / Float(max(1, size.depth)).squareRoot()
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(size.queries), blasint(size.keys), blasint(size.depth), factor,
            queries.baseAddress?.advanced(by: head * size.queries * size.depth), blasint(max(1, size.depth)),
            keys.baseAddress?.advanced(by: group * size.keys * size.depth), blasint(max(1, size.depth)), 0, result, blasint(size.keys))
        var scores = Array(shown)
        bias.add(to: &scores, head: head)
        if scoreStage == 1 { _ = shown.update(from: scores) }
        if softcap > 0 { for index in scores.indices { scores[index] = tanhf(scores[index] / softcap) * softcap } }
        if scoreStage == 2 { _ = shown.update(from: scores) }
        for query in 0..<size.queries { Self.softmax(&scores, query * size.keys..<(query + 1) * size.keys) }
        if scoreStage == 3 { _ = shown.update(from: scores) }
        output.withUnsafeMutableBufferPointer { output in
            cblas_sgemm(
                CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(size.queries), blasint(size.valueDepth), blasint(size.keys), 1, scores,
                blasint(size.keys), values.baseAddress?.advanced(by: group * size.keys * size.valueDepth), blasint(max(1, size.valueDepth)),
                0, output.baseAddress?.advanced(by: head * size.queries * size.valueDepth), blasint(max(1, size.valueDepth)))
        }
    }

    private static func softmax(_ scores: inout [Float], _ row: Range<Int>) {
        let maximum = scores[row].max() ?? 0
        var sum: Float = 0
        for index in row {
            scores[index] = expf(scores[index] - maximum)
            sum += scores[index]
        }
        for index in row { scores[index] /= sum }
    }
}

/// Turns inputs of an attention into `[N, heads, length, size]`.
private struct AttentionHeads {
    private let tensor: Tensor

    init(_ input: Tensor, heads: Int) {
        guard input.shape.rank == 3 else {
            tensor = input
            return
        }
        let size = input.shape[2] / heads
        tensor = StridedView(Shape([input.shape[0], input.shape[1], heads, size])).permuted([0, 2, 1, 3]).copy(of: input, in: RunContext())
    }

    var floatElements: UnsafeBufferPointer<Float> { tensor.floatElements }

    /// The heads with those of the past in front.
    func behind(_ past: Tensor?) -> Tensor {
        guard let past else { return tensor }
        let (before, after) = (past.shape[2], tensor.shape[2])
        var shape = tensor.shape
        shape.dimensions[2] = before + after
        let storage = TensorStorage(byteCount: shape.elementCount * tensor.elementType.byteWidth)
        let row = shape[3] * tensor.elementType.byteWidth
        for head in 0..<shape[0] * shape[1] {
            let target = head * (before + after) * row
            storage.bytes[target..<target + before * row].copyBytes(from: past.bytes[head * before * row..<(head + 1) * before * row])
            storage.bytes[target + before * row..<target + (before + after) * row]
                .copyBytes(from: tensor.bytes[head * after * row..<(head + 1) * after * row])
        }
        return Tensor(shape: shape, elementType: tensor.elementType, storage: storage)
    }
}

extension Tensor {
    /// `[N, heads, length, size]` as `[N, length, heads·size]`.
    fileprivate func joiningHeads() -> Tensor {
        StridedView(shape).permuted([0, 2, 1, 3]).copy(of: self, in: RunContext())
            .reshaped(to: [shape[0], shape[2], shape[1] * shape[3]])
    }
}
