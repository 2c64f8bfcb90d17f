import Tensors

extension BatchNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape else { return nil }
        return index == 0 ? .broadcast(x, to: x) : .axes([.same(1)])
    }
}

extension InstanceNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape else { return nil }
        return index == 0 ? .same(rank: x.rank, allAlong: Array(2..<max(2, x.rank))) : .axes([.same(1)])
    }
}

extension GroupNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape, groups > 0 else { return nil }
        guard index == 0 else { return .axes([.all]) }
        let channels = AxisReading.group(of: 1, size: x[1] / groups, reads: x[1] / groups)
        return .axes([.same(0), channels] + [AxisReading](repeating: .all, count: max(0, x.rank - 2)))
    }
}

extension LayerNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0), let input = inputs.optional(index)?.shape, let axis = try? x.requireAxis(axis) else { return nil }
        return index == 0 ? .same(rank: x.shape.rank, allAlong: Array(axis..<x.shape.rank)) : .broadcast(input, to: x.shape)
    }
}

extension MeanVarianceNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape, let axes = try? AxisList.normalized(axes, rank: x.rank) else { return nil }
        return .same(rank: x.rank, allAlong: axes)
    }
}

extension LpNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0), let axis = try? x.requireAxis(axis) else { return nil }
        return .same(rank: x.shape.rank, allAlong: [axis])
    }
}

extension LocalResponseNormalization {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(0)?.shape else { return nil }
        let channels = AxisReading.window(of: 1, AxisWindow(kernel: size, offset: -((size - 1) / 2)))
        return .axes((0..<x.rank).map { $0 == 1 ? channels : .same($0) })
    }
}

extension SoftmaxFamily {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        inputs.optional(0).map { .same(rank: $0.shape.rank, allAlong: line.axes(of: $0.shape)) }
    }
}
