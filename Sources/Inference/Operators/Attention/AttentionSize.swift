import Tensors

/// The extents of an attention: queries `[N, heads, L, D]`, keys `[N, groups, S, D]`, values `[N, groups, S, E]`, where S counts what is
/// kept of the past; inputs of three axes have heads and numbers in the last one.
struct AttentionSize: Sendable {
    let batch: Int
    let heads: Int
    let groups: Int
    let queries: Int
    let past: Int
    let keys: Int
    let depth: Int
    let valueDepth: Int
    let hasHeadAxis: Bool

    init(_ inputs: [ValueInfo?], queryHeads: Int?, keyHeads: Int?) throws(OperatorError) {
        let (q, k, v) = (try inputs.required(0, "Q"), try inputs.required(1, "K"), try inputs.required(2, "V"))
        guard q.elementType.isFloatingPoint, q.elementType != .float64 else {
            throw .elementType(role: "Q", found: q.elementType, expected: "float32, float16 or bfloat16")
        }
        for (input, role) in [(k, "K"), (v, "V")] { try input.requireType(of: q, role: role, like: "Q") }
        hasHeadAxis = q.shape.rank == 4
        guard (3...4).contains(q.shape.rank), k.shape.rank == q.shape.rank, v.shape.rank == q.shape.rank else {
            throw .shapes(found: [q.shape, k.shape, v.shape], expected: "queries, keys and values of 3 or 4 axes")
        }
        let own = { (shape: Shape, heads: Int?) -> [Int]? in
            if shape.rank == 4 { return shape.dimensions }
            guard let heads, heads > 0, shape[2] % heads == 0 else { return nil }
            return [shape[0], heads, shape[1], shape[2] / heads]
        }
        guard let queries = own(q.shape, queryHeads), let keys = own(k.shape, keyHeads), let values = own(v.shape, keyHeads) else {
            throw .attributeValue(name: "q_num_heads", value: "\(queryHeads ?? 0)", expected: "heads that divide the last axis")
        }
        (batch, heads, self.queries, depth) = (queries[0], queries[1], queries[2], queries[3])
        (groups, valueDepth) = (keys[1], values[3])
        guard keys[0] == batch, values[0] == batch, values[1] == groups, keys[3] == depth, values[2] == keys[2], groups > 0,
            heads % groups == 0
        else { throw .shapes(found: [q.shape, k.shape, v.shape], expected: "keys and values that fit the queries") }
        past = try Self.past(inputs, batch: batch, groups: groups, depth: depth, valueDepth: valueDepth, like: q)
        self.keys = past + keys[2]
        _ = try ValueInfo(checking: .float32, [batch, heads, self.queries, self.keys])
    }

    private static func past(
        _ inputs: [ValueInfo?], batch: Int, groups: Int, depth: Int, valueDepth: Int, like q: ValueInfo
    ) throws(OperatorError) -> Int {
        guard let keys = inputs.optional(4), let values = inputs.optional(5) else {
            guard inputs.optional(4) == nil, inputs.optional(5) == nil else { throw .missingInput(index: 5, role: "past_value") }
            return 0
        }
        try keys.requireType(of: q, role: "past_key", like: "Q")
        try values.requireType(of: q, role: "past_value", like: "Q")
        guard keys.shape.rank == 4, keys.shape == [batch, groups, keys.shape[2], depth],
            values.shape == [batch, groups, keys.shape[2], valueDepth]
        else { throw .shapes(found: [keys.shape, values.shape], expected: "past keys and values that fit the queries") }
        return keys.shape[2]
    }

    var scores: Shape { [batch, heads, queries, keys] }
    var output: Shape { hasHeadAxis ? [batch, heads, queries, valueDepth] : [batch, queries, heads * valueDepth] }
    var presentKeys: Shape { [batch, groups, keys, depth] }
    var presentValues: Shape { [batch, groups, keys, valueDepth] }
}
