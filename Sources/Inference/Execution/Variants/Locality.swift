import Tensors

/// Which places of an operator's output depend on which places of its inputs `[N, C, H, W]`.
enum Locality {
    /// Each place on the same place of every input that has places; inputs with one number a channel have none.
    case positionwise
    /// Each place on those under a window; what lies outside of the map counts as `padding`.
    case windowed(ResolvedWindow, padding: Float)
    /// Each place on the input's places about it, whose number the operator does not say: it has to see the whole map.
    case neighborhood(rows: AxisReach, columns: AxisReach)

    /// An axis along which places are moved apart by a factor, and look at `margin` input places to either side.
    struct AxisReach {
        let scale: Double
        let margin: Double
        let extent: Int

        func reached(from places: Range<Int>) -> Range<Int> {
            guard !places.isEmpty else { return 0..<0 }
            let first = ((Double(places.lowerBound) - margin) * scale).rounded(.down)
            let last = ((Double(places.upperBound) + margin) * scale).rounded(.up)
            return Swift.max(0, Int(first))..<Swift.min(extent, Int(last))
        }
    }
}

extension Locality {
    /// The locality of an operator over inputs of known shape; `nil` where any place may depend on any other.
    init?(_ implementation: any Operator, inputs: [ValueInfo?], output: Shape) {
        guard output.rank == 4, let first = inputs.optional(0), first.elementType == .float32 else { return nil }
        let x = first.shape
        guard x.rank == 4, x[0] == 1, output[0] == 1 else { return nil }
        switch implementation {
        case let convolution as Conv:
            guard let weights = inputs.optional(1), weights.constant != nil, inputs.optional(2).map({ $0.constant != nil }) ?? true,
                let window = try? convolution.resolvedWindow(x, weights.shape), window.canBePadded
            else { return nil }
            self = .windowed(window, padding: 0)
        case let pool as any WindowPooling:
            guard let locality = Self.pooling(pool, x) else { return nil }
            self = locality
        case is BatchNormalization:
            guard inputs.dropFirst().allSatisfy({ $0?.constant != nil }) else { return nil }
            self = .positionwise
        case is any UnaryFunction, is Clip, is Dropout, is Identity, is LocalResponseNormalization: self = .positionwise
        case is PRelu, is any BinaryArithmetic, is any VariadicArithmetic: self = .positionwise
        case let concatenation as Concat:
            guard concatenation.joinsChannels(rank: 4) else { return nil }
            self = .positionwise
        case is Resize, is Upsample:
            guard let rows = Self.resampling(x[2], output[2]), let columns = Self.resampling(x[3], output[3]), x[1] == output[1] else {
                return nil
            }
            self = .neighborhood(rows: rows, columns: columns)
        default: return nil
        }
    }

    private static func pooling(_ pool: any WindowPooling, _ x: Shape) -> Locality? {
        guard let window = try? pool.resolvedWindow(x), window.canBePadded, !(pool is LpPool) else { return nil }
        guard let average = pool as? AveragePool else { return .windowed(window, padding: -.infinity) }
        let hasPadding = (window.before + window.after).contains { $0 > 0 }
        if !average.window.roundsUp, average.countsPadding || !hasPadding { return .windowed(window, padding: 0) }
        // At the border fewer places are counted than the window has.
        func reach(_ axis: Int) -> AxisReach {
            let margin = Double(window.extent(axis) + window.before[axis] + window.strides[axis])
            return AxisReach(scale: 1 / Double(window.strides[axis]), margin: margin, extent: window.output[axis])
        }
        return .neighborhood(rows: reach(0), columns: reach(1))
    }

    /// An axis that grows is interpolated between at most four input places; one that shrinks may be averaged over many.
    private static func resampling(_ extent: Int, _ resized: Int) -> AxisReach? {
        guard extent > 0, resized >= extent else { return nil }
        return AxisReach(scale: Double(resized) / Double(extent), margin: 4, extent: resized)
    }
}

extension ResolvedWindow {
    /// The output places whose windows touch some of the input places along an axis.
    func reached(from places: Range<Int>, axis: Int) -> Range<Int> {
        guard !places.isEmpty else { return 0..<0 }
        let stride = strides[axis]
        let first = Swift.max(0, places.lowerBound + before[axis] - (extent(axis) - 1))
        let last = Swift.min(output[axis] - 1, (places.upperBound - 1 + before[axis]) / stride)
        let start = (first + stride - 1) / stride
        return start <= last ? start..<last + 1 : 0..<0
    }

    /// The input places under the windows of some output places along an axis; some may lie in the padding.
    func covered(by places: Range<Int>, axis: Int) -> Range<Int> {
        MapWindow.Axis(axis, of: self).covered(by: places)
    }
}
