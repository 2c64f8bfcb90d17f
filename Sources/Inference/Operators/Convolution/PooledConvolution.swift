import CKernels

/// A convolution by tiles and the pool of 2×2 maxima that alone reads it: a tile's results become maxima before they are stored.
struct PooledConvolution: BlockedKernel {
    private let window: ResolvedWindow
    private let winograd: WinogradConvolution
    private let pool: ResolvedWindow
    let isTuned: Bool

    /// `nil` where the pool is another one.
    init?(window: ResolvedWindow, winograd: WinogradConvolution, pool: BlockedPooling, isTuned: Bool) {
        guard case .maximum = pool.kind, pool.window.kernel == [2, 2], pool.window.strides == [2, 2], pool.window.dilations == [1, 1],
            pool.window.before == [0, 0], zip(pool.window.output, pool.window.input).allSatisfy({ 2 * $0 <= $1 })
        else { return nil }
        (self.window, self.winograd, self.pool, self.isTuned) = (window, winograd, pool.window, isTuned)
    }

    var inputLayout: MapBuffer.Layout { .blocked }

    func algorithm(in context: RunContext) -> StepTiming.Algorithm { .tiles }

    func covered(by region: Region) -> Region { window.held(for: pool.covered(by: region)) }

    /// Whole maps, as the convolution has them; the last odd row and column, which the pool leaves out, are not computed.
    func run(_ jobs: [BlockedJob], in context: RunContext) {
        let (pool, window) = (MapWindow(pool), MapWindow(window))
        let views = jobs.map(\.work).map { work in
            let results = pool.covered(by: work.region)
            var view = CnnsBlockedJob(work, wanted: window.covered(by: results), held: window.held(for: results))
            (view.height, view.width) = (results.rows.count, results.columns.count)
            return view
        }
        withExtendedLifetime(jobs) { winograd.run(views, isPooled: true, in: context) }
    }
}

extension Plan {
    /// Takes pools into the convolutions before them where nobody else reads what lies between.
    ///
    /// - Parameter blocked: the forms of the steps for blocked maps, which change along with the steps.
    mutating func joinPools(_ blocked: inout [BlockedStep?]) {
        let counts = readerCounts
        for index in steps.indices.reversed() {
            guard let step = blocked[index], let pool = step.kernel as? BlockedPooling, counts[step.input] == 1,
                !visible.contains(step.input),
                let source = blocked.firstIndex(where: { $0?.output == step.input }), let before = blocked[source], before.residual == nil,
                let kernel = (before.kernel as? BlockedConvolution)?.pooled(by: pool)
            else { continue }
            blocked[source] = BlockedStep(kernel: kernel, input: before.input, residual: nil, output: step.output)
            steps[source].outputs = steps[index].outputs
            steps.remove(at: index)
            blocked.remove(at: index)
        }
    }
}
