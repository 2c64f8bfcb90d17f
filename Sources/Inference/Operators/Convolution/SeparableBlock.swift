import CKernels

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

    /// `nil` where the convolutions are others, or maps so small that threads would compute much twice.
    init?(_ expansion: BlockedConvolution?, _ depthwise: BlockedConvolution, _ projection: BlockedConvolution, threadCount: Int) {
        guard depthwise.isDepthwise, !projection.isDepthwise, projection.window.isPointwise, projection.inputLayout == .blocked,
            expansion.map({ !$0.isDepthwise && !$0.hasTiles }) ?? true
        else { return nil }
        (self.expansion, self.depthwise, self.projection) = (expansion, depthwise, projection)
        let (window, threads) = (depthwise.window, Double(threadCount))
        let repeated = Double(max(0, window.extent(0) - window.strides[0])) * (threads - 1)
        guard expansion == nil || repeated <= Self.mostRepeated * Double(window.input[0]) else { return nil }
    }

    var inputLayout: MapBuffer.Layout { expansion?.inputLayout ?? .blocked }

    func algorithm(in context: RunContext) -> StepTiming.Algorithm { .bands }

    func covered(by region: Region) -> Region {
        expansion.map { $0.covered(by: depthwise.window.onMap(for: region)) } ?? depthwise.covered(by: region)
    }

    func run(_ jobs: [BlockedJob], in context: RunContext) {
        guard let first = jobs.first else { return }
        let pass = SeparablePass(
            self, columns: first.region.columns,
            rowsOfBand: min(rowsOfBand(columns: first.region.columns), first.region.rows.count), in: context)
        let rowCount = jobs.reduce(0) { $0 + $1.region.rows.count }
        let rowsOfThread = (rowCount + context.threadCount - 1) / context.threadCount
        let bandsOfThread = (rowsOfThread + pass.rowsOfBand - 1) / pass.rowsOfBand
        context.shared(
            rowCount, grain: Self.fewestRowsOfThread, piece: rowsOfThread / max(1, bandsOfThread),
            keeping: { SeparableBand(pass, thread: $0) }
        ) { band, rows in
            for job in jobs.rows(rows) { band.run(job) }
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

/// The arranged convolutions of one run of a block, and how its rows are gone through.
private final class SeparablePass: Sendable {
    let expansion: ArrangedConvolution?
    let depthwise: ArrangedConvolution
    let projection: ArrangedConvolution
    /// That of the depthwise convolution.
    let window: ResolvedWindow
    /// Channels in between.
    let channelCount: Int
    let rowsOfBand: Int
    /// Room for a band's outputs of the depthwise convolution, rows counted from the first one, and for what it reads.
    let filteredPlace, expandedPlace: Region
    /// For each thread such outputs, and what they are made from.
    let memory: ScratchMemory

    init(_ block: SeparableBlock, columns: Range<Int>, rowsOfBand: Int, in context: RunContext) {
        (window, channelCount) = (block.depthwise.window, block.depthwise.filterCount)
        expansion = block.expansion?.arranged(in: context)
        depthwise = block.depthwise.arranged(in: context)
        projection = block.projection.arranged(in: context)
        self.rowsOfBand = rowsOfBand
        filteredPlace = Region(rows: 0..<rowsOfBand, columns: columns)
        expandedPlace = Region(
            rows: 0..<(rowsOfBand - 1) * window.strides[0] + window.extent(0), columns: window.covered(by: filteredPlace).columns)
        let places = [filteredPlace] + (block.expansion == nil ? [] : [expandedPlace])
        let byteCount = places.reduce(0) { $0 + MapBuffer.byteCount(.blocked, channelCount: block.depthwise.filterCount, region: $1) }
        memory = ScratchMemory(byteCount: byteCount, partCount: context.threadCount)
    }
}

/// One thread's way through the rows of a block, band by band.
private struct SeparableBand {
    private let pass: SeparablePass
    private let filtered: MapBuffer
    /// The maps that the expansion made for the last band, with the margin that the depthwise windows touch.
    private var expanded: MapBuffer
    /// What they were made from, and which of their rows there are; the next band needs the last ones again.
    private var source: MapBuffer?
    private var doneRows = 0..<0

    init(_ pass: SeparablePass, thread: Int) {
        self.pass = pass
        let (storage, start) = (pass.memory.storage, pass.memory.byteOffset(ofPart: thread))
        filtered = MapBuffer(channelCount: pass.channelCount, region: pass.filteredPlace, storage: storage, byteOffset: start)
        expanded = MapBuffer(
            channelCount: pass.channelCount, region: pass.expandedPlace, storage: storage,
            byteOffset: start + MapBuffer.byteCount(.blocked, channelCount: pass.channelCount, region: pass.filteredPlace))
        guard pass.expansion != nil else { return }
        let inner = Region(rows: pass.expandedPlace.rows, columns: pass.expandedPlace.columns.clamped(to: 0..<pass.window.input[1]))
        expanded.fillMargin(around: inner, from: nil, mapShape: inner)
    }

    /// Computes a rectangle as wide as the block's outputs.
    mutating func run(_ job: BlockedJob) {
        let (start, count) = (job.region.rows.lowerBound, job.region.rows.count)
        let bandCount = (count + pass.rowsOfBand - 1) / pass.rowsOfBand
        for band in 0..<bandCount {
            let rows = start + count * band / bandCount..<start + count * (band + 1) / bandCount
            let region = Region(rows: rows, columns: job.region.columns)
            let input = pass.expansion.map { expand(job.input, for: region, $0) } ?? job.input
            let output = filtered.moved(toRow: rows.lowerBound)
            pass.depthwise.run([BlockedJob(input: input, residual: nil, output: output, region: region)])
            pass.projection.run([BlockedJob(input: output, residual: job.residual, output: job.output, region: region)])
        }
    }

    /// The expanded maps for some rows of outputs; rows that were made for the ones above are kept.
    private mutating func expand(_ input: MapBuffer, for region: Region, _ expansion: ArrangedConvolution) -> MapBuffer {
        let wanted = pass.window.onMap(for: region)
        let next = expanded.moved(toRow: wanted.rows.lowerBound)
        var first = wanted.rows.lowerBound
        if let source, source.isSameMemory(as: input), doneRows.contains(first) {
            next.copy(Region(rows: first..<doneRows.upperBound, columns: expanded.region.columns), from: expanded)
            first = min(doneRows.upperBound, wanted.rows.upperBound)
        }
        let new = Region(rows: first..<wanted.rows.upperBound, columns: wanted.columns)
        if !new.isEmpty { expansion.run([BlockedJob(input: input, residual: nil, output: next, region: new)]) }
        (expanded, source, doneRows) = (next, input, wanted.rows)
        return next
    }
}
