import Inference
import Tensors

/// Receptive fields of a network's units, read from its real graph: backwards from a unit through every operator to the input.
///
/// Joins, dilation, asymmetric padding and upsampling come out as they are; nothing is assumed to be aligned.
package struct FieldAnalysis: Sendable {
    private let graph: ReadingGraph

    package init(_ network: Network) { graph = ReadingGraph(network) }

    /// The extents of a value along the axes on which its units have a place: height and width of maps.
    package func spatialExtents(of value: String) -> [Int] {
        graph.spatialAxes(of: value).map { graph.shapes[value]?[$0] ?? 1 }
    }

    /// The axes along which a value's units have a place: `[2, 3]` for maps `[N, C, H, W]`.
    package func spatialAxes(of value: String) -> [Int] { graph.spatialAxes(of: value) }

    /// The axis of a value's channels, where it has one.
    package func channelAxis(of value: String) -> Int? { graph.channelAxis(of: value) }

    /// The axes of an input that are spatial: `[2, 3]` for `[N, C, H, W]`.
    package func spatialAxes(ofInput input: String) -> [Int] { graph.inputAxes[input] ?? [] }

    /// The field of a unit of a value.
    ///
    /// - Parameters:
    ///   - position: its place along the spatial axes of the value; `nil` for the central one.
    ///   - channel: one channel; `nil` for all of them together.
    /// - Throws: ``FieldError``.
    package func field(of value: String, at position: [Int]? = nil, channel: Int? = nil) throws(FieldError) -> ReceptiveField {
        let position = try checked(position, of: value)
        let box = try unit(of: value, at: position, channel: channel)
        let endless = try trace(box, of: value, isEndless: true)
        let real = try trace(box, of: value, isEndless: false, input: endless.input)
        let axes = graph.inputAxes[endless.input] ?? []
        let extents = axes.map { graph.shapes[endless.input]?[$0] ?? 1 }
        let unclipped = endless.support.bounds ?? []
        return ReceptiveField(
            input: endless.input, axes: axes, extents: extents, position: position, unclipped: unclipped,
            clipped: zip(unclipped, extents).map { $0.clamped(to: 0..<$1) }, supportCount: endless.support.count,
            support: real.support, unknownOperators: real.unknownOperators, isExact: endless.support.isExact && real.support.isExact)
    }

    /// The field of a value's units in general; `nil` where the value does not depend on the input.
    package func summary(of value: String) -> FieldSummary? {
        let extents = spatialExtents(of: value)
        let middle = extents.map { $0 / 2 }
        guard let central = try? trace(try unit(of: value, at: middle, channel: nil), of: value, isEndless: true),
            let bounds = central.support.bounds
        else { return nil }
        let steps = try? strides(of: value, from: middle, to: bounds)
        let jumps = steps?.map(\.jump) ?? bounds.map { _ in 0 }
        let count = central.support.count
        return FieldSummary(
            sizes: bounds.map(\.count), sizeRanges: steps?.map(\.sizes) ?? bounds.map { $0.count...$0.count }, jumps: jumps,
            starts: (try? start(of: value)) ?? bounds.map { Double($0.lowerBound + $0.upperBound) / 2 },
            periods: steps?.map(\.period) ?? [],
            scale: FieldSummary.scale(of: count, axisCount: bounds.count), density: Double(count) / max(1, bounds.volume),
            isExact: central.support.isExact)
    }
}

// MARK: - Units

extension FieldAnalysis {
    private func checked(_ position: [Int]?, of value: String) throws(FieldError) -> [Int] {
        guard graph.shapes[value] != nil else { throw .unknownValue(value) }
        let extents = spatialExtents(of: value)
        guard let position else { return extents.map { $0 / 2 } }
        guard position.count == extents.count else {
            throw .positionRank(value: value, expected: extents.count, found: position.count)
        }
        guard zip(position, extents).allSatisfy({ (0..<$1).contains($0) }) else {
            throw .positionOutside(value: value, extents: extents, found: position)
        }
        return position
    }

    /// The elements that are a unit: of the first item of a batch, one channel or all.
    private func unit(of value: String, at position: [Int], channel: Int?) throws(FieldError) -> PlaceBox {
        guard let shape = graph.shapes[value] else { throw .unknownValue(value) }
        let spatial = graph.spatialAxes(of: value)
        var axes = shape.dimensions.enumerated().map { axis, extent in PlaceSet(axis == 0 && shape.rank > 1 ? 0..<1 : 0..<extent) }
        for (axis, place) in zip(spatial, position) { axes[axis] = PlaceSet(place..<place + 1) }
        if let channel {
            guard let axis = graph.channelAxis(of: value), channel < shape[axis], channel >= 0 else {
                throw .channelOutside(value: value, count: graph.channelAxis(of: value).map { shape[$0] } ?? 0, found: channel)
            }
            axes[axis] = PlaceSet(channel..<channel + 1)
        }
        return PlaceBox(axes: axes)
    }

    /// What a unit reads of an input, along the spatial axes; of the first input that it depends on where none is named.
    private func trace(
        _ box: PlaceBox, of value: String, isEndless: Bool, input: String? = nil
    ) throws(FieldError) -> (input: String, support: SupportSet, unknownOperators: [String]) {
        var propagation = FieldPropagation(graph, isEndless: isEndless)
        let found = propagation.run(from: box, of: value)
        guard let input = input ?? graph.inputs.first(where: { found[$0]?.isEmpty == false }) else { throw .independent(value) }
        let support = found[input]?.projected(onto: graph.inputAxes[input] ?? []) ?? SupportSet()
        return (input, support, propagation.unknownOperators)
    }
}

// MARK: - Neighbors

extension FieldAnalysis {
    /// How fields go on along one axis of the input.
    private struct Stride {
        let jump: Double
        let period: Int?
        let sizes: ClosedRange<Int>
    }

    /// Fields repeat after at most this many units, or no period is said.
    private static let longestPeriod = 16

    /// How the fields of units one, two, … further along all axes lie to the one at `middle`.
    private func strides(of value: String, from middle: [Int], to bounds: [Range<Int>]) throws(FieldError) -> [Stride] {
        let roles = Set((graph.roles[value] ?? []).compactMap { $0 })
        let count = !roles.isEmpty && graph.dependsOnPhase(value) ? 2 * Self.longestPeriod : 1
        var fields = [bounds]
        for step in 1...count {
            let box = try unit(of: value, at: middle.map { $0 + step }, channel: nil)
            fields.append(try trace(box, of: value, isEndless: true).support.bounds ?? bounds)
        }
        return bounds.indices.map { axis in
            let own = fields.map { $0[axis] }
            guard roles.contains(axis) else { return Stride(jump: 0, period: 1, sizes: own[0].count...own[0].count) }
            let period = count == 1 ? 1 : Self.period(of: own)
            let length = period ?? count
            let shift = own[length].lowerBound + own[length].upperBound - own[0].lowerBound - own[0].upperBound
            let sizes = own.prefix(length).map(\.count)
            return Stride(
                jump: Double(shift) / 2 / Double(length), period: period, sizes: (sizes.min() ?? 0)...(sizes.max() ?? 0))
        }
    }

    /// After how many units intervals repeat, moved on by as much each time.
    private static func period(of fields: [Range<Int>]) -> Int? {
        (1...longestPeriod).first { period in
            let shift = fields[period].lowerBound - fields[0].lowerBound
            return zip(fields, fields.dropFirst(period)).allSatisfy {
                $0.lowerBound + shift == $1.lowerBound && $0.upperBound + shift == $1.upperBound
            }
        }
    }

    /// The center of the field of unit 0.
    private func start(of value: String) throws(FieldError) -> [Double] {
        let box = try unit(of: value, at: graph.spatialAxes(of: value).map { _ in 0 }, channel: nil)
        let bounds = try trace(box, of: value, isEndless: true).support.bounds ?? []
        return bounds.map { Double($0.lowerBound + $0.upperBound) / 2 }
    }
}
