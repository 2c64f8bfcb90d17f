import Tensors

extension Conv {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape, let weights = inputs.optional(1)?.shape, let window = try? resolvedWindow(x, weights)
        else { return nil }
        switch index {
        case 0:
            let channels = AxisReading.group(of: 1, size: weights[0] / group, reads: weights[1])
            return .axes([.same(0), channels] + window.input.indices.map(window.reading))
        case 1: return .axes([.same(1)] + [AxisReading](repeating: .all, count: weights.rank - 1))
        default: return .axes([.same(1)])
        }
    }
}

extension ConvTranspose {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape, let weights = inputs.optional(1)?.shape, let window = try? resolvedWindow(x, weights)
        else { return nil }
        switch index {
        case 0:
            let channels = AxisReading.group(of: 1, size: weights[1], reads: weights[0] / group)
            return .axes([.same(0), channels] + window.input.indices.map(window.transposedReading))
        case 1: return .axes([AxisReading](repeating: .all, count: weights.rank))
        default: return .axes([.same(1)])
        }
    }
}

extension WindowPooling {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape, let window = try? resolvedWindow(x) else { return nil }
        return .axes([.same(0), .same(1)] + window.input.indices.map(window.reading))
    }
}

extension GlobalPooling {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(0).map { .same(rank: $0.shape.rank, allAlong: Array(2..<max(2, $0.shape.rank))) }
    }
}
