import Tensors

/// Where the blocked maps of a plan lie in one piece of memory: values that do not live at the same time share their places.
///
/// Values that are joined along the channels lie one after the other, if every one ends with a whole block: then they are joined
/// already, as is every beginning of the row of them.
struct MapMemoryPlan: Sendable {
    /// A piece of memory for one or more values.
    fileprivate struct Piece {
        let channelCount: Int
        let imageCount: Int
        var region: Region
        /// The steps while it is in use.
        var steps: ClosedRange<Int>?
        var byteOffset = 0

        var bytesAnImage: Int { MapBuffer.byteCount(.blocked, channelCount: channelCount, region: region) }
        var byteCount: Int { bytesAnImage * imageCount }
    }

    private struct Place: Equatable {
        let piece: Int
        let firstChannel: Int
        let channelCount: Int
    }

    private var pieces: [Piece] = []
    private var places: [Int: Place] = [:]
    private(set) var byteCount = 0
    /// The steps whose inputs and output are one piece of memory.
    private(set) var joinedSteps: Set<Int> = []

    /// - Parameter needs: the places that steps need of each value; of values in one piece, afterwards, those that any of them needs.
    init(_ plan: Plan, _ blockedSteps: [BlockedStep?], _ numbers: ValueNumbers, _ network: Network, needs: inout [Region?]) {
        let blocked = Set(blockedSteps.compactMap { $0?.output })
        let joined = Set(plan.steps.filter { $0.implementation is Concat }.flatMap(\.outputs))
        for index in plan.steps.indices.reversed() {
            join(plan.steps[index], index, { blocked.contains($0) || joined.contains($0) }, numbers, network)
        }
        for step in blockedSteps {
            guard let step, let number = numbers.number(step.output), places[number] == nil, let shape = network.values[step.output]?.shape
            else { continue }
            add(number, shape)
        }
        spread(over: plan, numbers, &needs)
        assignOffsets()
    }

    /// Where the piece of memory lies that a value is in; `nil` where it has none.
    func bytes(of number: Int) -> Range<Int>? {
        places[number].map { pieces[$0.piece] }.map { $0.byteOffset..<$0.byteOffset + $0.byteCount }
    }

    /// The memory of a value, one buffer an image; `nil` where it has none.
    func buffers(of number: Int, in memory: TensorStorage) -> [MapBuffer]? {
        guard let place = places[number] else { return nil }
        let piece = pieces[place.piece]
        return (0..<piece.imageCount).map { image in
            MapBuffer(
                channelCount: place.channelCount, region: piece.region, storage: memory,
                byteOffset: piece.byteOffset + image * piece.bytesAnImage
                    + MapBuffer.byteCount(.blocked, channelCount: place.firstChannel, region: piece.region))
        }
    }
}

// MARK: - Places

extension MapMemoryPlan {
    private mutating func add(_ number: Int, _ shape: Shape) {
        guard let all = Region(all: shape) else { return }
        places[number] = Place(piece: pieces.count, firstChannel: 0, channelCount: shape[1])
        pieces.append(Piece(channelCount: shape[1], imageCount: shape[0], region: all))
    }

    /// Gives the inputs of a step that joins channels places one after the other, unless they have others already.
    ///
    /// Steps are to be looked at from the last to the first: what joins most comes late.
    private mutating func join(_ step: Plan.Step, _ index: Int, _ isBlocked: (String) -> Bool, _ numbers: ValueNumbers, _ network: Network)
    {
        guard let joining = step.implementation as? Concat, joining.joinsChannels(rank: 4), let output = numbers.number(step.outputs[0]),
            let shape = network.values[step.outputs[0]]?.shape, shape.rank == 4, step.inputs.allSatisfy(isBlocked)
        else { return }
        let inputs = step.inputs.compactMap { numbers.number($0) }
        let channelCounts = step.inputs.map { network.values[$0]?.shape[1] ?? 0 }
        guard channelCounts.dropLast().allSatisfy({ $0 % MapBuffer.blockSize == 0 }) else { return }
        let old = (pieces, places)
        if places[output] == nil {
            if let first = places[inputs[0]] {
                places[output] = Place(piece: first.piece, firstChannel: first.firstChannel, channelCount: shape[1])
            } else {
                add(output, shape)
            }
        }
        guard var next = places[output] else { return }
        let hasOwnPiece = old.1[output] == nil && old.1[inputs[0]] == nil || old.1[output] != nil
        for (input, channelCount) in zip(inputs, channelCounts) {
            let place = Place(piece: next.piece, firstChannel: next.firstChannel, channelCount: channelCount)
            guard places[input] == place || places[input] == nil && hasOwnPiece else { return (pieces, places) = old }
            places[input] = place
            next = Place(piece: next.piece, firstChannel: next.firstChannel + channelCount, channelCount: 0)
        }
        joinedSteps.insert(index)
    }
}

// MARK: - Sizes and times

extension MapMemoryPlan {
    /// Widens every piece to the places that any reader of its values needs, and finds from which step to which one it is in use.
    private mutating func spread(over plan: Plan, _ numbers: ValueNumbers, _ needs: inout [Region?]) {
        for (number, place) in places {
            if let need = needs[number] { pieces[place.piece].region = pieces[place.piece].region.union(need) }
            if plan.wanted.contains(numbers.names[number]) { pieces[place.piece].use(at: plan.steps.count) }
        }
        for (number, place) in places { needs[number] = pieces[place.piece].region }
        for (index, step) in plan.steps.enumerated() {
            for case let number? in (step.allInputs + step.outputs).map(numbers.number) {
                if let place = places[number] { pieces[place.piece].use(at: index) }
            }
        }
    }

    /// Every piece gets the first gap between those that are in use while it is.
    ///
    /// - Complexity: O(pieces²).
    private mutating func assignOffsets() {
        for index in pieces.indices {
            let others = pieces[..<index].filter { $0.isInUse(during: pieces[index]) }.sorted { $0.byteOffset < $1.byteOffset }
            var offset = 0
            for other in others where other.byteOffset < offset + pieces[index].byteCount {
                offset = max(offset, other.byteOffset + other.byteCount)
            }
            pieces[index].byteOffset = offset
            byteCount = max(byteCount, offset + pieces[index].byteCount)
        }
    }
}

extension MapMemoryPlan.Piece {
    fileprivate func isInUse(during other: Self) -> Bool {
        guard let steps, let others = other.steps else { return false }
        return steps.overlaps(others)
    }

    fileprivate mutating func use(at step: Int) {
        steps = min(steps?.lowerBound ?? step, step)...max(steps?.upperBound ?? step, step)
    }
}
