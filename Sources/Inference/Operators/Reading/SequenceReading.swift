import Tensors

extension RecurrentOperator {
    /// All steps of the same row of the batch: a state carries whatever came before it, or after it in the other direction.
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        let batch = settings.hasBatchFirst ? 0 : output == 0 ? 2 : 1
        switch index {
        case 0: return .axes(settings.hasBatchFirst ? [.same(0), .all, .all] : [.all, .same(batch), .all])
        case 4: return .axes([.same(batch)])
        default: return inputs.optional(index).map { .everything(rank: $0.shape.rank) }
        }
    }
}

extension RMSNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0), let input = inputs.optional(index)?.shape, let axis = try? x.requireAxis(axis) else { return nil }
        return index == 0 ? .same(rank: x.shape.rank, allAlong: Array(axis..<x.shape.rank)) : .broadcast(input, to: x.shape)
    }
}

extension BitwiseConnective {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let input = inputs.optional(index)?.shape, let shape = outputs.first?.shape else { return nil }
        return .broadcast(input, to: shape)
    }
}

extension ReverseSequence {
    /// Everything along the time axis, since lengths may be anything; along the others the same place.
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape else { return nil }
        return index == 0 ? .same(rank: x.rank, allAlong: [timeAxis]) : .axes([.same(batchAxis)])
    }
}

extension Einsum {
    /// The same place along labels that the output has, everything along those that are summed.
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        let shapes = inputs.compactMap { $0?.shape }
        guard shapes.count == inputs.count, inputs.indices.contains(index),
            let parsed = try? EinsumEquation(equation, shapes: shapes)
        else { return nil }
        return .axes(
            zip(parsed.operands[index], shapes[index].dimensions).map { label, extent in
                guard let axis = parsed.output.firstIndex(of: label) else { return .all }
                return extent == 1 && parsed.extents[label] != 1 ? .first : .same(axis)
            })
    }
}

extension RotaryEmbedding {
    /// The two numbers of a pair; what is not turned stays by itself.
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0, let x = inputs.optional(0)?.shape, (3...4).contains(x.rank) else { return nil }
        let size = x.rank == 4 ? x[3] : x[2] / max(1, headCount)
        let turned = turnedCount == 0 ? size : turnedCount
        guard size > 0, turned > 0, turned <= size else { return nil }
        let (half, isInterleaved) = (turned / 2, isInterleaved)
        let pairs = AxisReading.table(of: x.rank - 1) { place, _ in
            let (head, own) = (place / size * size, place % size)
            guard own < 2 * half else { return [place] }
            let first = isInterleaved ? own / 2 * 2 : own % half
            return [head + first, head + first + (isInterleaved ? 1 : half)]
        }
        return .axes((0..<x.rank - 1).map { .same($0) } + [pairs])
    }
}

extension Bernoulli {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(0).flatMap { .broadcast($0.shape, to: $0.shape) }
    }
}

extension BitwiseNot {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(0).flatMap { .broadcast($0.shape, to: $0.shape) }
    }
}
