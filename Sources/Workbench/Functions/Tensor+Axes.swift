import Tensors

extension Tensor {
    /// The axis that a value names, counted from 0; negative ones count from the end.
    func axis(_ value: Value) throws(ValueError) -> Int {
        let number = try value.integer()
        guard let axis = shape.normalizedAxis(number) else { throw .axis(number, rank: shape.rank) }
        return axis
    }

    /// Where the numbers along an axis stand: the offsets of the first ones, and the step to the next.
    func lines(along axis: Int) -> (starts: [Int], step: Int) {
        let step = shape.strides[axis]
        let outer = shape.dimensions[..<axis].reduce(1, *)
        let block = step * shape[axis]
        return ((0..<outer).flatMap { part in (0..<step).map { part * block + $0 } }, step)
    }

    /// One number for those along an axis, which goes.
    func reduced(along axis: Int, _ reduce: ([Float]) throws(ValueError) -> Double) throws(ValueError) -> Tensor {
        let rest = Shape(shape.dimensions.enumerated().filter { $0.offset != axis }.map(\.element))
        _ = try rest.boundedElementCount()
        let (starts, step) = lines(along: axis)
        let numbers = floats
        var results: [Float] = []
        results.reserveCapacity(starts.count)
        for start in starts {
            results.append(Float(try reduce((0..<shape[axis]).map { numbers[start + $0 * step] })))
        }
        return Tensor(rest, results)
    }

    /// The numbers along an axis replaced by as many others.
    func mapped(along axis: Int, _ transform: ([Float]) throws -> [Float]) rethrows -> Tensor {
        let (starts, step) = lines(along: axis)
        var numbers = floats
        for start in starts {
            let line = try transform((0..<shape[axis]).map { numbers[start + $0 * step] })
            for (index, number) in line.enumerated() { numbers[start + index * step] = number }
        }
        return Tensor(shape, numbers)
    }
}
