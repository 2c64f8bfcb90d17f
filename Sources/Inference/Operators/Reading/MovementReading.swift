import Tensors

/// An operator that gives the elements of its first input another shape and keeps their order.
protocol ReshapingOperator: Operator {}

extension ReshapingOperator {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let data = inputs.optional(0)?.shape, let result = outputs.first?.shape else { return nil }
        return .reshaped(from: data, to: result)
    }
}

extension Flatten: ReshapingOperator {}
extension Reshape: ReshapingOperator {}
extension Squeeze: ReshapingOperator {}
extension Unsqueeze: ReshapingOperator {}

extension ShapeOperator {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? { .nothing }
}

extension SizeOperator {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? { .nothing }
}

extension Transpose {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let data = inputs.optional(0)?.shape, let order = try? order(of: data) else { return nil }
        return .transposed(order)
    }
}

extension Concat {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let input = inputs.optional(index), let axis = try? input.requireAxis(axis) else { return nil }
        let start = inputs[..<index].reduce(0) { $0 + ($1?.shape[axis] ?? 0) }
        let end = start + input.shape[axis]
        let (isFirst, isLast) = (index == 0, index == inputs.count - 1)
        return .axes(
            (0..<input.shape.rank).map { other in
                guard other == axis else { return .same(other) }
                return .table(of: axis) { place, isEndless in
                    let isOwn = (place >= start || isFirst && isEndless) && (place < end || isLast && isEndless)
                    return isOwn ? [place - start] : []
                }
            })
    }
}

extension Slice {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let data = inputs.optional(0)?.shape, let cuts = try? cuts(of: data, inputs) else { return nil }
        var readings = (0..<data.rank).map { AxisReading.same($0) }
        for cut in cuts { readings[cut.axis] = .window(of: cut.axis, AxisWindow(stride: cut.step, offset: cut.start)) }
        return .axes(readings)
    }
}

extension Split {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let data = inputs.optional(0), let axis = try? data.requireAxis(axis) else { return nil }
        let start = outputs.prefix(output).reduce(0) { $0 + $1.shape[axis] }
        return .axes((0..<data.shape.rank).map { $0 == axis ? .window(of: axis, AxisWindow(offset: start)) : .same($0) })
    }
}

extension Pad {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let data = inputs.optional(index)?.shape else { return nil }
        guard index == 0 else { return index == 2 ? .everything(rank: data.rank) : .nothing }
        guard let pads = try? pads(data, inputs) else { return nil }
        return .axes(
            pads.enumerated().map { axis, pad in
                let extent = data[axis]
                return .table(of: axis) { place, isEndless in
                    let source = isEndless ? place - pad.before : source(of: place - pad.before, extent: extent)
                    return source >= 0 || isEndless ? [source] : []
                }
            })
    }
}

extension Tile {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let data = inputs.optional(0)?.shape, let result = outputs.first?.shape else { return nil }
        return .axes(
            (0..<data.rank).map { axis in
                let extent = max(1, data[axis])
                return extent == result[axis] ? .same(axis) : .table(of: axis) { place, _ in [(place % extent + extent) % extent] }
            })
    }
}

extension Gather {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let data = inputs.optional(0), let indices = inputs.optional(1), let axis = try? data.requireAxis(axis) else { return nil }
        if index == 1 { return .axes((0..<indices.shape.rank).map { .same(axis + $0) }) }
        let extent = data.shape[axis]
        let places = indices.constant.flatMap { try? $0.places("indices", extent: extent) }
        return .axes(
            (0..<data.shape.rank).map { other in
                if other < axis { return .same(other) }
                if other > axis { return .same(other + indices.shape.rank - 1) }
                guard let places, indices.shape.rank == 1 else { return .all }
                return .table(of: axis) { place, _ in places.indices.contains(place) ? [places[place]] : [] }
            })
    }
}

extension DepthToSpace {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let data = inputs.optional(0)?.shape, let result = outputs.first?.shape, data.rank == 4 else { return nil }
        let (depth, b) = (result[1], blockSize)
        let split = placeIsFaster ? [data[0], depth, b, b, data[2], data[3]] : [data[0], b, b, depth, data[2], data[3]]
        let order = placeIsFaster ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]
        return .rearranged(data, split: split, order: order, result)
    }
}

extension SpaceToDepth {
    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let data = inputs.optional(0)?.shape, let result = outputs.first?.shape, data.rank == 4 else { return nil }
        let split = [data[0], data[1], result[2], blockSize, result[3], blockSize]
        return .rearranged(data, split: split, order: [0, 3, 5, 1, 2, 4], result)
    }
}

extension InputReading {
    /// Axis i of the output is axis `order[i]` of the input.
    fileprivate static func transposed(_ order: [Int]) -> InputReading {
        .axes(order.indices.map { axis in .same(order.firstIndex(of: axis) ?? axis) })
    }

    /// Axes split, brought into another order and merged.
    fileprivate static func rearranged(_ data: Shape, split: [Int], order: [Int], _ result: Shape) -> InputReading {
        .chain([
            .reshaped(from: Shape(order.map { split[$0] }), to: result), .transposed(order), .reshaped(from: data, to: Shape(split)),
        ])
    }
}
