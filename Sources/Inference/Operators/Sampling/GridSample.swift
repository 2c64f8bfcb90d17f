import Tensors

/// The input read at the places that a grid names: `y[n, c, h, w] = x[n, c, at grid[n, h, w]]`, interpolated between elements.
///
/// Input `[N, C, H, W]`, grid `[N, H', W', 2]` of places (x, y) from -1 to 1, output `[N, C, H', W']`; or one spatial axis more.
///
/// Source: ONNX GridSample, opsets 16, 20 (any count of axes), 22.
struct GridSample: Operator {
    static let name = "GridSample"
    let sampling: CoordinateSampling

    init(attributes: Attributes, operatorSet: Int) throws(OperatorError) {
        var sampling = CoordinateSampling()
        switch try attributes.string("mode", default: "linear") {
        case "linear", "bilinear": sampling.mode = .linear
        case "cubic", "bicubic": sampling.mode = .cubic
        case "nearest": sampling.mode = .nearest
        case let other: throw .attributeValue(name: "mode", value: "'\(other)'", expected: "'linear', 'cubic' or 'nearest'")
        }
        sampling.padding = try attributes.choice("padding_mode", default: .zeros)
        sampling.alignsCorners = try attributes.int("align_corners", default: 0) != 0
        self.sampling = sampling
    }

    func inferOutputs(_ inputs: [ValueInfo?]) throws(OperatorError) -> [ValueInfo] {
        let (x, grid) = (try inputs.required(0, "X"), try inputs.required(1, "grid"))
        try x.requireNormalizable(minimumRank: 3)
        try grid.requireType(of: x, role: "grid", like: "X")
        let rank = x.shape.rank
        guard grid.shape.rank == rank, grid.shape[0] == x.shape[0], grid.shape[rank - 1] == rank - 2, rank <= 5 else {
            throw .shapes(found: [x.shape, grid.shape], expected: "maps, and a grid with one coordinate for each of their axes")
        }
        guard !x.shape.dimensions[2...].contains(0) else { throw .shapes(found: [x.shape], expected: "maps of at least one element") }
        return [try ValueInfo(checking: x.elementType, output(x.shape, grid.shape))]
    }

    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let (x, grid) = (try inputs.required(0), try inputs.required(1))
        let sampler = GridSampler(sampling, x.shape, grid)
        let (channels, plane) = (x.shape[1], sampler.plane)
        return [
            Tensor(output(x.shape, grid.shape)) { y in
                nonisolated(unsafe) let (source, result) = (x.floatElements, y)
                context.parallel(sampler.placeCount, grain: max(1, 2000 / max(1, channels))) { places in
                    for place in places {
                        let (image, position) = place.quotientAndRemainder(dividingBy: sampler.placesPerImage)
                        let parts = sampler.contributions(to: place)
                        for channel in image * channels..<(image + 1) * channels {
                            let sum = parts.reduce(0.0) { $0 + $1.weight * Double(source[channel * plane + $1.offset]) }
                            result[channel * sampler.placesPerImage + position] = Float(sum)
                        }
                    }
                }
            }
        ]
    }

    private func output(_ x: Shape, _ grid: Shape) -> Shape {
        Shape(Array(x.dimensions[..<2]) + grid.dimensions[1..<grid.rank - 1])
    }
}

/// A grid over maps of known extent.
struct GridSampler: Sendable {
    private let sampling: CoordinateSampling
    private let extents: [Int]
    private let grid: Tensor
    /// Elements of a map.
    let plane: Int
    /// Places of the grid for each image, and for all.
    let placesPerImage: Int
    let placeCount: Int

    init(_ sampling: CoordinateSampling, _ x: Shape, _ grid: Tensor) {
        self.sampling = sampling
        self.grid = grid
        extents = Array(x.dimensions[2...])
        plane = extents.reduce(1, *)
        placesPerImage = grid.shape.dimensions[1..<grid.shape.rank - 1].reduce(1, *)
        placeCount = grid.shape[0] * placesPerImage
    }

    /// The elements of a map that make the output at a place of the grid; slopes are those along the grid's coordinates, in the order
    /// of the map's axes.
    func contributions(to place: Int) -> [CoordinateSampling.Contribution] {
        let rank = extents.count
        let numbers = grid.floatElements
        // The grid names the last axis first.
        let coordinates = (0..<rank).map {
            sampling.coordinate(Double(numbers[place * rank + rank - 1 - $0]), extent: extents[$0])
        }
        var parts = sampling.contributions(at: coordinates.map(\.place), of: extents)
        for part in parts.indices {
            for axis in 0..<rank { parts[part].slopes[axis] *= coordinates[axis].step }
        }
        return parts
    }
}
