import Tensors

/// The places that an affine map assigns to those of an output: `grid[n, h, w] = θ[n] · (x, y, 1)`, for ``GridSample`` to look at.
///
/// `θ` is `[N, 2, 3]` for an output of size `[N, C, H, W]`, or `[N, 3, 4]` for `[N, C, D, H, W]`; places run from -1 to 1 along each
/// axis, from the middle of the first element to that of the last with `align_corners`, else between their outer edges.
///
/// Source: ONNX AffineGrid, opset 20.
struct AffineGrid: Operator {
    static let name = "AffineGrid"
    private let alignsCorners: Bool

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        alignsCorners = try attributes.int("align_corners", default: 0) != 0
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let theta = try inputs.required(0, "theta")
        try theta.requireFloatingPoint("theta")
        let extents = try extents(theta.shape, inputs)
        return [try ValueInfo(checking: theta.elementType, Shape([theta.shape[0]] + extents + [extents.count]))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let theta = try inputs.required(0)
        let extents = try extents(theta.shape, inputs.known)
        let (rank, factors) = (extents.count, theta.numbers(as: Double.self))
        let places = places(extents)
        let shape = Shape([theta.shape[0]] + extents + [rank])
        let grid = Tensor(shape, of: Double.self) { grid in
            for index in grid.indices {
                let (place, row) = index.quotientAndRemainder(dividingBy: rank)
                let (image, position) = place.quotientAndRemainder(dividingBy: places.count)
                let start = (image * rank + row) * (rank + 1)
                grid[index] = zip(factors[start...], places[position]).reduce(0) { $0 + $1.0 * $1.1 }
            }
        }
        return [grid.converted(to: theta.elementType)]
    }

    /// `(x, y, 1)` or `(x, y, z, 1)` of every place in row-major order.
    func places(_ extents: [Int]) -> [[Double]] {
        let strides = Shape(extents).strides
        return (0..<extents.reduce(1, *)).map { position in
            extents.indices.reversed().map { axis in
                let (place, extent) = (Double(position / strides[axis] % extents[axis]), Double(extents[axis]))
                if alignsCorners { return extent > 1 ? 2 * place / (extent - 1) - 1 : -1 }
                return (2 * place + 1) / extent - 1
            } + [1]
        }
    }

    /// The spatial extents of the output.
    func extents(_ theta: Shape, _ inputs: [ValueInfo?]) throws(OperatorError) -> [Int] {
        let size = try inputs.requiredIntegers(1, "size")
        let rank = size.count - 2
        guard rank == 2 || rank == 3, theta.rank == 3, theta.dimensions == [size[0], rank, rank + 1] else {
            throw .shapes(found: [theta, Shape(size)], expected: "matrices [N, 2, 3] and a size [N, C, H, W], or one axis more")
        }
        let extents = Array(size[2...])
        guard extents.allSatisfy({ $0 >= 1 }), Shape(extents).checkedElementCount ?? .max <= 1 << 24 else {
            throw .attributeValue(name: "size", value: "\(size)", expected: "extents of an output")
        }
        return extents
    }

    func reading(of index: Int, for output: Int, inputs: [ValueInfo?], outputs: [ValueInfo]) -> InputReading? {
        guard index == 0 else { return .nothing }
        guard let rank = outputs.first?.shape.rank else { return nil }
        return .axes([.same(0), .same(rank - 1), .all])
    }
}
