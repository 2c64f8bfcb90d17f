import Tensors

/// The gradient of a convolution's input by the kernels for blocked maps.
///
/// Where no stride leaves out places it is itself a convolution: that of the output's gradient with the filters turned about, whose channels
/// and filters have changed places. Kernels of 1×1 need no neighbors: with strides, what they make is put at the places that were read.
struct BlockedInputGradient {
    private let convolution: BlockedConvolution
    /// `[N, C, H, W]`
    private let shape: Shape
    private let strides: [Int]

    /// With fewer channels or filters, blocks are mostly empty.
    private static let fewestChannels = 16

    /// `nil` where the convolution is none for it.
    ///
    /// - Parameters:
    ///   - shape: of the convolution's input.
    ///   - weights: constants of the network, in one group.
    ///   - filters: where the network's weights are kept.
    init?(shape: Shape, weights: Tensor, window: ResolvedWindow, filters: PackedFilterCache) {
        guard shape.rank == 4, weights.elementType == .float32, min(weights.shape[0], weights.shape[1]) >= Self.fewestChannels,
            !shape.dimensions.contains(0), !window.output.contains(0)
        else { return nil }
        let isPointwise = window.kernel == [1, 1] && window.before == [0, 0] && window.after == [0, 0]
        guard let turned = isPointwise ? window.pointwiseOverOutput : window.turned, turned.canBePadded else { return nil }
        (self.shape, strides) = (shape, window.strides)
        convolution = BlockedConvolution(
            window: turned, epilogue: Epilogue(), inputLayout: .blocked, weights: PackedFilters.turnedShape(of: weights)
        ) { filters.turnedFilters(weights, in: $0) }
    }

    /// - Parameter gradient: of the output, `[N, O, H', W']`.
    func run(_ gradient: Tensor, in context: RunContext) -> Tensor {
        let extents = convolution.outputExtents
        let all = Region(rows: 0..<extents[0], columns: 0..<extents[1])
        let held = convolution.covered(by: all)
        let inputs = MapBuffer.blocked(gradient, region: Region(all: gradient.shape).map(held.union) ?? held, in: context)
        let outputs = inputs.map { _ in MapBuffer(.blocked, channelCount: shape[1], region: all) }
        convolution.run(zip(inputs, outputs).map { BlockedJob(input: $0, residual: nil, output: $1, region: all) }, in: context)
        let result = MapBuffer.tensor(outputs, all: all, in: context)
        return strides == [1, 1] ? result : spread(result, in: context)
    }

    /// Every element at the place that the window was at, zeros between them.
    private func spread(_ tensor: Tensor, in context: RunContext) -> Tensor {
        let (height, width, down, across) = (tensor.shape[2], tensor.shape[3], strides[0], strides[1])
        return Tensor(shape) { numbers in
            nonisolated(unsafe) let (source, target) = (tensor.floatElements, numbers)
            let area = shape[2] * shape[3]
            context.parallel(shape[0] * shape[1], grain: max(1, 50_000 / area)) { maps in
                for map in maps {
                    target[map * area..<(map + 1) * area].initialize(repeating: 0)
                    for row in 0..<height {
                        let (from, to) = ((map * height + row) * width, map * area + row * down * shape[3])
                        for column in 0..<width { target[to + column * across] = source[from + column] }
                    }
                }
            }
        }
    }
}
