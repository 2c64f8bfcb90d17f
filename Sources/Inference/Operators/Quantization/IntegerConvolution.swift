import COpenBLAS
import Tensors

/// A convolution of integers, exact: products of columns and weights in double precision, which holds every sum.
struct IntegerConvolution: Sendable {
    let window: ResolvedWindow
    let group: Int

    /// Columns gathered at once, in elements.
    private static let columnBudget = 256 * 1024

    /// `[N, O, …]` sums of `x`, `[N, C, …]`, times `weights`, `[O, C / group, …]`.
    ///
    /// Zeros have been taken away from both: padding counts as 0.
    func sums(_ x: Tensor, _ weights: Tensor, in context: RunContext) -> Tensor {
        let places = WindowPlaces(window)
        let (outputs, depth) = (weights.shape[0] / group, weights.shape.dimensions[1...].reduce(1, *))
        let (pixels, plane, perGroup) = (places.count, window.input.reduce(1, *), weights.shape[1])
        let pieceSize = max(1, min(pixels, max(64, Self.columnBudget / max(1, depth))))
        return Tensor(Shape([x.shape[0], weights.shape[0]] + window.output), of: Double.self) { y in
            guard depth > 0, outputs > 0, let result = y.baseAddress else { return y.initialize(repeating: 0) }
            nonisolated(unsafe) let (source, filters, target) = (
                x.elements(as: Double.self), weights.elements(as: Double.self).baseAddress, result
            )
            for index in 0..<x.shape[0] * group {
                let (image, part) = index.quotientAndRemainder(dividingBy: group)
                context.parallel((pixels + pieceSize - 1) / pieceSize) { pieces in
                    var columns = [Double](repeating: 0, count: depth * pieceSize)
                    for piece in pieces {
                        let range = piece * pieceSize..<min(pixels, (piece + 1) * pieceSize)
                        for channel in 0..<perGroup {
                            let map = (image * x.shape[1] + part * perGroup + channel) * plane
                            for tap in 0..<places.tapCount {
                                let row = (channel * places.tapCount + tap) * range.count
                                let from = places.row(tap)
                                for (column, pixel) in range.enumerated() {
                                    let place = Int(from[from.startIndex + pixel])
                                    columns[row + column] = place < 0 ? 0 : source[map + place]
                                }
                            }
                        }
                        cblas_dgemm(
                            CblasRowMajor, CblasNoTrans, CblasNoTrans, blasint(outputs), blasint(range.count), blasint(depth), 1,
                            filters.map { $0 + part * outputs * depth }, blasint(depth), columns, blasint(range.count), 0,
                            target + (image * weights.shape[0] + part * outputs) * pixels + range.lowerBound, blasint(pixels))
                    }
                }
            }
        }
    }
}

/// An operator that convolves integers of 8 bits.
protocol QuantizedConvolution: WindowedOperator {
    var group: Int { get }
    /// Which inputs are the maps and the weights.
    static var mapsIndex: Int { get }
    static var weightsIndex: Int { get }
}

extension QuantizedConvolution {
    static func group(_ attributes: Attributes) throws(OperatorError) -> Int {
        let group = try attributes.int("group", default: 1)
        guard group >= 1 else { throw .attributeValue(name: "group", value: "\(group)", expected: "at least 1") }
        return group
    }

    /// The window as it lies over the maps, and the output's shape.
    func plan(_ x: Shape, _ weights: Shape) throws(OperatorError) -> (convolution: IntegerConvolution, output: Shape) {
        guard x.rank >= 3, x.rank <= 5, weights.rank == x.rank else {
            throw .rank(role: "w", found: weights, expected: "as many axes as x, 3 to 5; x is \(x)")
        }
        guard weights[1].multipliedReportingOverflow(by: group) == (x[1], false), weights[0] % group == 0 else {
            throw .shapes(found: [x, weights], expected: "channels that fit \(group) group\(group == 1 ? "" : "s")")
        }
        let resolved = try window.resolved(over: x, weights: weights)
        guard Shape(resolved.kernel + resolved.output).checkedElementCount ?? .max <= 1 << 28 else {
            throw .shapes(found: [x, weights], expected: "fewer places under all windows")
        }
        return (IntegerConvolution(window: resolved, group: group), Shape([x[0], weights[0]] + resolved.output))
    }

    package func multiplyAdds(inputs: [ValueInfo?], outputs: [ValueInfo]) -> Int {
        guard let weights = inputs.optional(Self.weightsIndex), let output = outputs.first else { return 0 }
        return output.shape.elementCount * weights.shape.dimensions[1...].reduce(1, *)
    }

    package func kindDescription(inputs: [ValueInfo?]) -> String {
        guard let weights = inputs.optional(Self.weightsIndex)?.shape, weights.rank > 2 else { return Self.name }
        let base = "\(Self.name) \(window.description(kernel: Array(weights.dimensions[2...])))"
        return group == 1 ? base : weights[1] == 1 ? base + " depthwise" : base + " g\(group)"
    }

    package func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard let x = inputs.optional(Self.mapsIndex)?.shape, let weights = inputs.optional(Self.weightsIndex)?.shape,
            let window = try? plan(x, weights).convolution.window
        else { return nil }
        switch index {
        case Self.mapsIndex:
            let channels = AxisReading.group(of: 1, size: weights[0] / group, reads: weights[1])
            return .axes([.same(0), channels] + window.input.indices.map(window.reading))
        case Self.weightsIndex: return .axes([.same(1)] + [AxisReading](repeating: .all, count: weights.rank - 1))
        default: return inputs.optional(index).map { .everything(rank: $0.shape.rank) }
        }
    }
}

extension Tensor {
    /// Integers in double precision without what stands for 0: one number for all, or one for each place of the first axis.
    func centered(_ zeros: [Double]) -> Tensor {
        let integers = numbers(as: Double.self)
        let inner = max(1, shape.dimensions.dropFirst().reduce(1, *))
        return Tensor(shape, of: Double.self) { y in
            for index in y.indices { y[index] = integers[index] - (zeros.count == 1 ? zeros[0] : zeros[index / inner]) }
        }
    }
}
