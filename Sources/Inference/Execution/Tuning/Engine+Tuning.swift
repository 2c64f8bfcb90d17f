import Tensors

extension Engine {
    /// Measures the ways of every kind of convolution that a run up to some values takes, with kernels and weights as they run.
    ///
    /// - Parameter control: cancelled, what was measured until then is returned.
    /// - Throws: `RunError`.
    package func convolutionContests(
        _ network: Network, feed: Feed, wanted: [String], control: RunControl = RunControl()
    ) throws -> [ConvolutionContest] {
        let context = RunContext(threadCount: threadCount, kernels: kernels, usesWinograd: true)
        guard context.usesBlocks else { return [] }
        let plan = Plan(network, wanted: wanted) { feed.tensors[$0] != nil || network.constant($0) != nil }
        let weights = plan.steps.flatMap(\.inputs).reduce(0) { $0 + (network.constant($1)?.byteCount ?? 0) }
        let others = TensorStorage(byteCount: min(weights, Self.mostBytesOfOthers))
        others.bytes.initializeMemory(as: UInt8.self, repeating: 0)
        var contests: [ConvolutionContest] = []
        var known: Set<ConvolutionGeometry> = []
        for (index, step) in plan.steps.enumerated() where !control.isCancelled {
            control.report(Double(index) / Double(max(1, plan.steps.count)))
            // Weights are arranged in every way, and forgotten after it.
            guard let blocked = try BlockedStep(step, in: network, filters: PackedFilterCache()),
                let shape = network.values[blocked.input]?.shape,
                let convolution = blocked.kernel as? BlockedConvolution, convolution.ways(in: context).count > 1,
                known.insert(convolution.geometry(imageCount: shape[0], in: context)).inserted
            else { continue }
            contests.append(
                ConvolutionContest(
                    convolution, layer: step.name, shape: shape, hasResidual: blocked.residual != nil, others: others,
                    in: context))
        }
        return contests
    }

    /// More than caches hold.
    private static let mostBytesOfOthers = 64 << 20
}

extension BlockedStep {
    /// The step in the way that was found to be the fastest, where that is known.
    func tuned(by tuned: TunedConvolutions, in network: Network, _ context: RunContext) -> BlockedStep {
        guard let convolution = kernel as? BlockedConvolution, let shape = network.values[input]?.shape,
            let way = tuned.ways[convolution.geometry(imageCount: shape[0], in: context)]
        else { return self }
        return BlockedStep(kernel: convolution.computed(way), input: input, residual: residual, output: output)
    }
}
