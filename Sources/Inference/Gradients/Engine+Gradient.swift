import Tensors

/// What a way back through a network yielded.
package struct GradientRun: Sendable {
    /// The gradients asked for, by the names of their values; each of its value's shape.
    package let gradients: [String: Tensor]
    /// The values of the forward run that were asked for.
    package let values: [String: Tensor]
}

extension Engine {
    /// The gradient of a loss with respect to some values of a network, by reverse-mode differentiation.
    ///
    /// One forward run keeps what the way back reads, and nothing else. `edits` apply to both ways; the gradient of an edited value
    /// is that of what it is after its edits. Values that are fed have no gradient beyond them.
    ///
    /// - Parameters:
    ///   - seeds: the gradient of the loss with respect to each value that it is made of, of that value's shape: 1 at one logit.
    ///   - targets: the values to find the gradient of: inputs, computed values, or constants that an operation reads.
    ///   - keeping: values of the forward run to return too.
    ///   - rule: what rectifiers pass back.
    ///   - caching: whether the values of the forward run stay in the cache.
    /// - Throws: ``GradientError``, ``RunError``, ``EditError``; ``RunCancelled`` once `control` was cancelled.
    package func gradient(
        _ network: Network, feed: Feed, edits: [Edit] = [], of seeds: [String: Tensor], withRespectTo targets: [String],
        keeping: [String] = [], rule: GradientRule = .exact, caching: Bool = false, control: RunControl = RunControl()
    ) throws -> GradientRun {
        try gradient(
            network, feed: feed, edits: edits, of: Array(seeds.keys), withRespectTo: targets, keeping: keeping, seedsAreFixed: true,
            rule: rule, caching: caching, control: control
        ) { _ in seeds }
    }

    /// The gradient of a loss that is known only when the forward run is done.
    ///
    /// - Parameters:
    ///   - names: the values that the loss is made of.
    ///   - seed: the gradient of the loss with respect to these values, from what they and the values `keeping` turned out to be.
    package func gradient(
        _ network: Network, feed: Feed, edits: [Edit] = [], of names: [String], withRespectTo targets: [String], keeping: [String] = [],
        rule: GradientRule = .exact, caching: Bool = false, control: RunControl = RunControl(),
        seed: ([String: Tensor]) throws -> [String: Tensor]
    ) throws -> GradientRun {
        try gradient(
            network, feed: feed, edits: edits, of: names, withRespectTo: targets, keeping: keeping + names, seedsAreFixed: false,
            rule: rule, caching: caching, control: control, seed: seed)
    }

    private func gradient(
        _ network: Network, feed: Feed, edits: [Edit], of names: [String], withRespectTo targets: [String], keeping: [String],
        seedsAreFixed: Bool, rule: GradientRule, caching: Bool, control: RunControl, seed: ([String: Tensor]) throws -> [String: Tensor]
    ) throws -> GradientRun {
        for edit in edits { try edit.check(against: network) }
        for name in names + targets { try network.checkGradient(of: name) }
        if seedsAreFixed { try network.check(seeds: seed([:])) }
        let scope = EditScope(edits, in: network)
        let plan = try GradientPlan(network, seeds: names, targets: targets, edited: scope.values) { feed.tensors[$0] != nil }
        let wanted = plan.forwardValues.union(keeping)
        // Activations that are all but 0 pass a gradient or none: rounding counts.
        let run = try self.run(
            network, feed: feed, edits: edits, wanted: Array(wanted), caching: caching, keepsLocality: true,
            control: control.part(0...0.5))
        let kept = run.values.filter { keeping.contains($0.key) }
        let seeds = try seed(kept)
        try network.check(seeds: seeds)
        var pass = BackwardPass(
            plan: plan, network: network, rule: rule,
            context: RunContext(threadCount: threadCount, control: control.part(0.5...1), kernels: kernels),
            seeds: seeds, targets: Set(targets), edits: scope, forward: run.values)
        let gradients = try kernels.products {
            threadCount > 1 ? try WorkerPool.shared.withRun { try pass.run() } : try pass.run()
        }
        return GradientRun(gradients: gradients, values: kept)
    }
}

extension RunControl {
    /// The same switch for a part of the work, whose progress counts as part of the whole.
    fileprivate func part(_ range: ClosedRange<Double>) -> RunControl {
        reporting { self.report(range.lowerBound + $0 * (range.upperBound - range.lowerBound)) }
    }
}

extension Network {
    /// Throws unless a value can have a gradient.
    fileprivate func checkGradient(of name: String) throws(GradientError) {
        guard let info = values[name] else { throw .unknownValue(name) }
        guard info.elementType.isFloatingPoint else { throw .notFloatingPoint(name, found: info.elementType.rawValue) }
        guard info.constant == nil || operations.contains(where: { $0.node.inputs.contains(name) }) else { throw .unreadConstant(name) }
    }

    /// Throws unless every seed has the shape of its value and the type of its gradient.
    fileprivate func check(seeds: [String: Tensor]) throws(GradientError) {
        for (name, seed) in seeds {
            guard let info = values[name] else { throw .unknownValue(name) }
            let type = info.elementType.gradientType
            guard seed.shape == info.shape, seed.elementType == type else {
                throw .seed(name, expected: "\(type) \(info.shape)", found: "\(seed.elementType) \(seed.shape)")
            }
        }
    }
}
