extension Plan {
    /// Joins depthwise convolutions with the convolutions before and after them, where nobody else reads what lies between.
    ///
    /// - Parameter blocked: the forms of the steps for blocked maps, which change along with the steps.
    mutating func joinDepthwise(_ blocked: inout [BlockedStep?], threadCount: Int) {
        let neighbors = Neighbors(self, blocked)
        var dropped = Set<Int>()
        for index in steps.indices {
            guard let depthwise = blocked[index]?.kernel as? BlockedConvolution, depthwise.isDepthwise else { continue }
            let before = neighbors.producer(of: index).flatMap { dropped.contains($0) ? nil : $0 }
            let after = neighbors.reader(of: index)
            let expansion = before.flatMap { blocked[$0]?.kernel as? BlockedConvolution }
            let projection = after.flatMap { blocked[$0]?.kernel as? BlockedConvolution }
            guard let joined = DepthwiseJoin(expansion, depthwise, projection, threadCount: threadCount) else { continue }
            let members =
                (joined.hasExpansion ? [before] : []).compactMap { $0 } + [index] + (joined.hasProjection ? [after] : []).compactMap { $0 }
            guard let first = blocked[members[0]], let place = members.last, let last = blocked[place],
                let step = Step(joining: members.map { steps[$0] })
            else { continue }
            for member in members.dropLast() {
                dropped.insert(member)
                blocked[member] = nil
            }
            steps[place] = step
            blocked[place] = BlockedStep(kernel: joined.kernel, input: first.input, residual: last.residual, output: last.output)
        }
        let kept = steps.indices.filter { !dropped.contains($0) }
        (steps, blocked) = (kept.map { steps[$0] }, kept.map { blocked[$0] })
    }
}

/// A depthwise convolution with what can be computed along with it.
private struct DepthwiseJoin {
    let kernel: any BlockedKernel
    let hasExpansion: Bool
    let hasProjection: Bool

    /// `nil` where there is nothing to join.
    init?(_ expansion: BlockedConvolution?, _ depthwise: BlockedConvolution, _ projection: BlockedConvolution?, threadCount: Int) {
        if let expansion, let projection, let block = SeparableBlock(expansion, depthwise, projection, threadCount: threadCount) {
            (kernel, hasExpansion, hasProjection) = (block, true, true)
        } else if let expansion, let pair = ExpandedDepthwise(expansion, depthwise) {
            (kernel, hasExpansion, hasProjection) = (pair, true, false)
        } else if let projection, let block = SeparableBlock(nil, depthwise, projection, threadCount: threadCount) {
            (kernel, hasExpansion, hasProjection) = (block, false, true)
        } else {
            return nil
        }
    }
}

/// The steps of a plan on either side of a value that only the one reads and nobody looks at.
private struct Neighbors {
    private var producers: [Int: Int] = [:]
    private var readers: [Int: Int] = [:]

    /// Steps with a form for blocked maps alone; what reads a value as its residual is no neighbor, nor is what adds one before a value.
    init(_ plan: Plan, _ blocked: [BlockedStep?]) {
        let counts = plan.readerCounts
        var steps: [String: Int] = [:]
        for (index, step) in blocked.enumerated() {
            guard let step else { continue }
            if let producer = steps[step.input], counts[step.input] == 1, !plan.visible.contains(step.input) {
                producers[index] = producer
                readers[producer] = index
            }
            if step.residual == nil { steps[step.output] = index }
        }
    }

    func producer(of step: Int) -> Int? { producers[step] }
    func reader(of step: Int) -> Int? { readers[step] }
}
