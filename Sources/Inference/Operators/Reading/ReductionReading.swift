import Tensors

extension Reduction {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let data = inputs.optional(0)?.shape, let plan = try? axes.plan(data, inputs) else { return nil }
        return .reducing(data, along: plan.reduced, keepsAxes: plan.output.rank == data.rank)
    }
}

extension ExtremeIndex {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let data = inputs.optional(0), let axis = try? data.requireAxis(choice.axis) else { return nil }
        return .reducing(data.shape, along: [axis], keepsAxes: choice.keepsAxis)
    }
}

extension InputReading {
    /// Every element along `axes`, which the output keeps with extent 1 or does not have.
    fileprivate static func reducing(_ data: Shape, along axes: [Int], keepsAxes: Bool) -> InputReading {
        var next = 0
        return .axes(
            (0..<data.rank).map { axis in
                if axes.contains(axis) {
                    next += keepsAxes ? 1 : 0
                    return .all
                }
                next += 1
                return .same(next - 1)
            })
    }
}

extension Gemm {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        switch index {
        case 0: return .axes(transposesA ? [.all, .same(0)] : [.same(0), .all])
        case 1: return .axes(transposesB ? [.same(1), .all] : [.all, .same(1)])
        default:
            guard let c = inputs.optional(index)?.shape, let result = outputs.first?.shape else { return nil }
            return .broadcast(c, to: result)
        }
    }
}

extension MatMul {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let a = inputs.optional(0)?.shape, let b = inputs.optional(1)?.shape, let result = outputs.first?.shape, a.rank > 0,
            b.rank > 0
        else { return nil }
        let batchRank = result.rank - (a.rank == 1 ? 0 : 1) - (b.rank == 1 ? 0 : 1)
        let operand = index == 0 ? a : b
        let own = max(0, operand.rank - 2)
        let batch = (0..<own).map { axis -> AxisReading in
            operand[axis] == 1 && result[batchRank - own + axis] != 1 ? .first : .same(batchRank - own + axis)
        }
        switch (index, operand.rank) {
        case (_, 1): return .axes([.all])
        case (0, _): return .axes(batch + [.same(batchRank), .all])
        default: return .axes(batch + [.all, .same(result.rank - 1)])
        }
    }
}
