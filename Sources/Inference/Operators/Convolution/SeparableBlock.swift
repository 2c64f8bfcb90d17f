/// A depthwise convolution with the pointwise one after it and, where there is one, the convolution before it: what lies between is
/// computed by bands of rows and stays in the second-level cache.
///
/// With all three it is the block of MobileNetV2 (Sandler et al., arXiv 1801.04381), whose maps in between have six times the channels
/// of those at its ends. Every thread has rows of its own from end to end, so that no numbers in between pass from one processor to
/// another. The sums are those of the operations one by one.
struct SeparableBlock: BlockedKernel {
    /// Computes what the depthwise convolution reads; without it, that comes from memory.
    let expansion: BlockedConvolution?
    let depthwise: BlockedConvolution
    let projection: BlockedConvolution

    /// Bytes of the expanded maps of a band; the rest of the cache is for weights and for what comes and goes.
    private static let bandBytes = 320 * 1024
    private static let fewestRowsOfThread = 2
    /// How much more of the expanded maps may be computed because two threads both need some rows.
    private static let mostRepeated = 0.16
    /// How much more rows one thread may have than its share of them.
    private static let mostUneven = 1.1

    /// `nil` where the convolutions are others, or maps so small that threads would compute much twice.
    init?(_ expansion: BlockedConvolution?, _ depthwise: BlockedConvolution, _ projection: BlockedConvolution, threadCount: Int) {
        guard depthwise.isDepthwise, !projection.isDepthwise, projection.window.isPointwise, projection.inputLayout == .blocked,
            expansion.map({ !$0.isDepthwise && !$0.hasTiles }) ?? true
        else { return nil }
        (self.expansion, self.depthwise, self.projection) = (expansion, depthwise, projection)
        let (window, threads) = (depthwise.window, Double(threadCount))
        let repeated = Double(max(0, window.extent(0) - window.strides[0])) * (threads - 1)
        let rows = Double(window.output[0])
        let isEven = (rows / threads).rounded(.up) * threads <= Self.mostUneven * rows
        guard expansion == nil || isEven && repeated <= Self.mostRepeated * Double(window.input[0]) else { return nil }
    }

    var inputLayout: MapBuffer.Layout { expansion?.inputLayout ?? .blocked }

    func algorithm(in context: RunContext) -> StepTiming.Algorithm { .bands }

    /// Padding of a plain input is put about it band by band.
    func covered(by region: Region) -> Region {
        guard let expansion else { return depthwise.covered(by: region) }
        let expanded = depthwise.window.onMap(for: region)
        return inputLayout == .plain ? expansion.window.onMap(for: expanded) : expansion.covered(by: expanded)
    }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        guard let first = jobs.first else { return }
        let pass = SeparablePass(
            self, columns: first.region.columns,
            rowsOfBand: min(rowsOfBand(columns: first.region.columns), first.region.rows.count), in: context)
        let rowCount = jobs.reduce(0) { $0 + $1.region.rows.count }
        let rowsOfThread = (rowCount + context.threadCount - 1) / context.threadCount
        let bandsOfThread = (rowsOfThread + pass.rowsOfBand - 1) / pass.rowsOfBand
        let work = jobs.map(\.work)
        withExtendedLifetime((jobs, pass)) {
            context.shared(
                rowCount, grain: Self.fewestRowsOfThread, piece: rowsOfThread / max(1, bandsOfThread),
                keeping: { SeparableBand(pass, thread: $0) }
            ) { band, rows in
                for part in work.rows(rows) { band.run(part) }
            }
        }
    }

    /// Rows of outputs over about ``bandBytes`` of expanded maps.
    private func rowsOfBand(columns: Range<Int>) -> Int {
        let window = depthwise.window
        let row = Region(rows: 0..<1, columns: window.covered(by: Region(rows: 0..<1, columns: columns)).columns)
        let rows = Self.bandBytes / max(1, MapBuffer.byteCount(.blocked, channelCount: depthwise.filterCount, region: row))
        return max(1, (rows - window.extent(0)) / window.strides[0] + 1)
    }
}
