import Tensors

extension Resize {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let x = inputs.optional(0)?.shape, let plan = try? plan(x, inputs) else { return nil }
        return .axes(plan.indices.map { interpolation.reading($0, plan[$0]) })
    }
}

extension Upsample {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let x = inputs.optional(0)?.shape, let plan = try? plan(x, inputs) else { return nil }
        return .axes(plan.indices.map { interpolation.reading($0, plan[$0]) })
    }
}

extension Interpolation {
    /// Which places along an axis an element of the resampled tensor is made from.
    func reading(_ index: Int, _ axis: CoordinateTransformation.Axis) -> AxisReading {
        guard changes(axis) else { return .same(index) }
        return .table(of: index) { place, isEndless in sources(of: place, axis, isEndless: isEndless) }
    }
}
