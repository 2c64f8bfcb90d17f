import CKernels
import Tensors

/// A convolution of blocked maps, or of plain ones with few channels, into blocked maps.
struct BlockedConvolution: BlockedKernel {
    let window: ResolvedWindow
    /// Whether each filter slides over a channel of its own.
    let isDepthwise: Bool
    private let epilogue: Epilogue
    /// Arranges the weights when they are first needed.
    private let filters: @Sendable (RunContext) -> PackedFilters
    let inputLayout: MapBuffer.Layout
    /// The convolution with its weights, where these stay arranged.
    private let kept = KeptConvolution()
    /// The form for whole maps, where there is one.
    private let winograd: WinogradConvolution?
    /// `[O, C, kH, kW]`
    private let weights: Shape
    /// What was found to be fastest; `nil` where nobody measured it.
    private(set) var tunedWay: ConvolutionWay?

    init(
        window: ResolvedWindow, epilogue: Epilogue, inputLayout: MapBuffer.Layout, weights: Shape, isDepthwise: Bool = false,
        winograd: WinogradConvolution? = nil, filters: @escaping @Sendable (RunContext) -> PackedFilters
    ) {
        self.weights = weights
        self.window = window
        self.isDepthwise = isDepthwise
        self.epilogue = epilogue
        self.inputLayout = inputLayout
        self.winograd = winograd
        self.filters = filters
    }

    func algorithm(in context: RunContext) -> StepTiming.Algorithm { usesTiles(in: context) ? .tiles : .blocks }

    func covered(by region: Region) -> Region { window.held(for: region) }

    /// The same, with results that are not limited to the epilogue's range.
    var unlimited: BlockedConvolution {
        var finish = epilogue
        (finish.low, finish.high) = (-.infinity, .infinity)
        return BlockedConvolution(
            window: window, epilogue: finish, inputLayout: inputLayout, weights: weights, isDepthwise: isDepthwise, filters: filters)
    }

    /// What makes the result for another input channel from that one's difference, a plain map, and the ``unlimited`` result as the residual.
    func correction(channel: Int) -> BlockedConvolution {
        var finish = epilogue
        finish.shift = nil
        return BlockedConvolution(window: window, epilogue: finish, inputLayout: .plain, weights: weights) { [filters] in
            filters($0).alone(channel: channel)
        }
    }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        if usesTiles(in: context), let winograd {
            let places = MapWindow(window)
            let views = jobs.map(\.work).map {
                CnnsBlockedJob($0, wanted: places.covered(by: $0.region), held: places.held(for: $0.region))
            }
            return withExtendedLifetime(jobs) { winograd.run(views, in: context) }
        }
        let arranged = arranged(in: context)
        let share = ConvolutionShare(arranged.filters, jobs, isDepthwise: isDepthwise)
        let work = jobs.map(\.work)
        withExtendedLifetime(jobs) {
            if tunedWay.map({ $0 == .rows }) ?? (share.rowCount >= Self.fewestRows * context.threadCount) {
                context.shared(share.rowCount, grain: share.fewestRows, piece: share.rowsOfPiece) { arranged.run(work.rows($0)) }
            } else {
                context.shared(share.positionCount, grain: share.fewestPositions, piece: share.positionsOfPiece) { positions in
                    for (parts, rows) in share.parts(positions) {
                        arranged.run(rows.count == share.rowCount ? work : work.rows(rows), parts: parts)
                    }
                }
            }
        }
    }

    /// With its weights arranged, if they were not.
    func arranged(in context: RunContext) -> ArrangedConvolution {
        if let known = kept.convolution { return known }
        let packed = filters(context)
        let arranged = ArrangedConvolution(window: window, epilogue: epilogue, packed: packed)
        if !packed.isPassing { kept.convolution = arranged }
        return arranged
    }

    /// The same with a pool of 2×2 maxima behind it, whose results are never stored in between; `nil` where it is not computed by tiles.
    func pooled(by pool: BlockedPooling) -> PooledConvolution? {
        let tiles = tunedWay.map { $0 == .tiles } ?? (winograd?.isWorthwhile ?? false) ? winograd : nil
        return tiles.flatMap { PooledConvolution(window: window, winograd: $0, pool: pool, isTuned: isTuned) }
    }

    /// With fewer rows a thread, filters are shared out instead.
    private static let fewestRows = 14
}

// MARK: - Ways

extension BlockedConvolution {
    private func usesTiles(in context: RunContext) -> Bool {
        guard context.usesWinograd, let winograd else { return false }
        return tunedWay.map { $0 == .tiles } ?? winograd.isWorthwhile
    }

    /// Whether whole maps can be computed by tiles.
    var hasTiles: Bool { winograd != nil }
    var isTuned: Bool { tunedWay != nil }
    var filterCount: Int { weights[0] }
    /// Blocks of outputs' channels.
    var blockCount: Int { (filterCount + MapBuffer.blockSize - 1) / MapBuffer.blockSize }
    /// `[H, W]`
    var outputExtents: [Int] { window.output }

    /// What the time of the convolution depends on.
    func geometry(imageCount: Int, in context: RunContext) -> ConvolutionGeometry {
        ConvolutionGeometry(
            window, channelCount: weights[1], filterCount: weights[0], imageCount: imageCount, in: context)
    }

    /// The ways that there are, where more than one is to be thought of.
    func ways(in context: RunContext) -> [ConvolutionWay] {
        let direct: [ConvolutionWay] = context.threadCount > 1 ? [.rows, .filters] : [.rows]
        return direct + (context.usesWinograd && winograd != nil ? [.tiles] : [])
    }

    /// What the cost model takes.
    func usualWay(imageCount: Int, in context: RunContext) -> ConvolutionWay {
        if context.usesWinograd, winograd?.isWorthwhile ?? false { return .tiles }
        return context.threadCount == 1 || window.output[0] * imageCount >= Self.fewestRows * context.threadCount ? .rows : .filters
    }

    /// The same computed in a way; another one than tiles where it has no form for them.
    func computed(_ way: ConvolutionWay) -> BlockedConvolution {
        var copy = self
        copy.tunedWay = way == .tiles && winograd == nil ? nil : way
        return copy
    }
}

extension Conv: BlockedOperator {
    /// More channels than this are read in blocks.
    private static let mostPlainChannels = 4

    func blockedKernel(_ inputs: [ValueInfo?], epilogue: Epilogue, filters: PackedFilterCache) throws -> (any BlockedKernel)? {
        guard let x = inputs.optional(0)?.shape, let weights = inputs.optional(1)?.constant, weights.elementCount > 0 else { return nil }
        let bias = inputs.optional(2)
        guard bias == nil || bias?.constant != nil else { return nil }
        let window = try resolvedWindow(x, weights.shape)
        guard window.canBePadded, !window.output.contains(0) else { return nil }
        let isDepthwise = group > 1 && weights.shape[1] == 1 && weights.shape[0] == group
        guard group == 1 || isDepthwise else { return nil }
        let layout: MapBuffer.Layout = isDepthwise || x[1] > Self.mostPlainChannels ? .blocked : .plain
        let finish = bias?.constant.map { epilogue.preceded(byScale: nil, shift: $0.floats) } ?? epilogue
        let winograd =
            !isDepthwise && layout == .blocked ? WinogradConvolution(weights, window: window, epilogue: finish, filters: filters) : nil
        return BlockedConvolution(
            window: window, epilogue: finish, inputLayout: layout, weights: weights.shape, isDepthwise: isDepthwise, winograd: winograd
        ) { context in
            filters.filters(weights, layout: layout, isDepthwise: isDepthwise, in: context)
        }
    }
}

extension CnnsBlockedJob {
    /// A job as a kernel sees it.
    ///
    /// - Parameters:
    ///   - wanted: the places under the windows.
    ///   - held: those of them that the input holds.
    init(_ work: BlockedWork, wanted: Region, held: Region) {
        self.init(
            input: work.input.kernelView(from: held),
            residual: work.residual?.kernelView(from: work.region) ?? CnnsMapView(values: nil, rowPitch: 0, blockPitch: 0),
            output: work.output.kernelView(from: work.region), height: work.region.rows.count, width: work.region.columns.count,
            firstInputRow: held.rows.lowerBound - wanted.rows.lowerBound, endInputRow: held.rows.upperBound - wanted.rows.lowerBound)
    }
}

extension ResolvedWindow {
    /// Whether the padding about the input is not so much that a copy with it is out of proportion.
    var canBePadded: Bool {
        let padded = input.indices.reduce(1) { $0 * (input[$1] + before[$1] + after[$1]) }
        return padded <= 16 * (input.reduce(1, *) + 256)
    }

    /// The places of the input, and of the padding about it, that some places of the output depend on.
    func covered(by region: Region) -> Region {
        MapWindow(self).covered(by: region)
    }
}
