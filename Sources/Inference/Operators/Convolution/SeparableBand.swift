/// The arranged convolutions of one run of a block, and how its rows are gone through.
final class SeparablePass: Sendable {
    let expansion: ArrangedConvolution?
    let depthwise: ArrangedConvolution
    let projection: ArrangedConvolution
    let rowsOfBand: Int
    /// Room for a band's outputs of the depthwise convolution, rows counted from the first one, for what it reads, and for a plain input
    /// with its padding.
    private let filteredPlace, expandedPlace, paddedPlace: Region
    /// Channels in between, and of the input.
    private let channelCount, inputChannelCount: Int
    private let memory: ScratchMemory

    init(_ block: SeparableBlock, columns: Range<Int>, rowsOfBand: Int, in context: RunContext) {
        let expansion = block.expansion?.arranged(in: context)
        depthwise = block.depthwise.arranged(in: context)
        projection = block.projection.arranged(in: context)
        let none = Region(rows: 0..<0, columns: 0..<0)
        let filtered = Region(rows: 0..<rowsOfBand, columns: columns)
        let expanded = expansion == nil ? none : depthwise.window.place(for: filtered)
        let padded = expansion.map { block.inputLayout == .plain ? $0.window.place(for: expanded) : none } ?? none
        let (channelCount, inputChannelCount) = (block.depthwise.filterCount, expansion?.filters.channelCount ?? 0)
        let byteCount =
            [filtered, expanded].reduce(0) { $0 + MapBuffer.byteCount(.blocked, channelCount: channelCount, region: $1) }
            + MapBuffer.byteCount(.plain, channelCount: inputChannelCount, region: padded)
        (self.expansion, self.rowsOfBand) = (expansion, rowsOfBand)
        (self.channelCount, self.inputChannelCount) = (channelCount, inputChannelCount)
        (filteredPlace, expandedPlace, paddedPlace) = (filtered, expanded, padded)
        memory = ScratchMemory(byteCount: byteCount, partCount: context.threadCount)
    }

    /// A thread's room, as long as this lives.
    func maps(ofThread thread: Int) -> (filtered: MapView, expanded: MapView, padded: MapView) {
        var offset = memory.byteOffset(ofPart: thread)
        func next(_ layout: MapBuffer.Layout, _ channelCount: Int, _ region: Region) -> MapView {
            defer { offset += MapBuffer.byteCount(layout, channelCount: channelCount, region: region) }
            return MapView(layout, channelCount: channelCount, region: region, in: memory.storage, byteOffset: offset)
        }
        let filtered = next(.blocked, channelCount, filteredPlace)
        return (filtered, next(.blocked, channelCount, expandedPlace), next(.plain, inputChannelCount, paddedPlace))
    }
}

/// One thread's way through the rows of a block, band by band.
struct SeparableBand {
    private let pass: SeparablePass
    private let filtered: MapView
    /// The maps that the expansion made for the last band, with the margin that the depthwise windows touch.
    private var expanded: MapView
    /// Rows of a plain input between columns of zeros.
    private let padded: MapView
    /// What the expanded maps were made from, and which of their rows there are; the next band needs the last ones again.
    private var source: MapView?
    private var doneRows = 0..<0

    init(_ pass: SeparablePass, thread: Int) {
        self.pass = pass
        (filtered, expanded, padded) = pass.maps(ofThread: thread)
        guard pass.expansion != nil else { return }
        let columns = expanded.region.columns.clamped(to: 0..<pass.depthwise.window.columns.input)
        let inner = Region(rows: expanded.region.rows, columns: columns)
        expanded.fillMargin(around: inner, from: nil, mapShape: inner)
        padded.clear()
    }

    /// Computes a rectangle as wide as the block's outputs.
    mutating func run(_ work: BlockedWork) {
        let (start, count) = (work.region.rows.lowerBound, work.region.rows.count)
        let bandCount = (count + pass.rowsOfBand - 1) / pass.rowsOfBand
        for band in 0..<bandCount {
            let rows = start + count * band / bandCount..<start + count * (band + 1) / bandCount
            let region = Region(rows: rows, columns: work.region.columns)
            let input = pass.expansion.map { expand(work.input, for: region, $0) } ?? work.input
            let output = filtered.moved(toRow: rows.lowerBound)
            pass.depthwise.run(BlockedWork(input: input, residual: nil, output: output, region: region))
            pass.projection.run(BlockedWork(input: output, residual: work.residual, output: work.output, region: region))
        }
    }

    /// The expanded maps for some rows of outputs; rows that were made for the ones above are kept.
    private mutating func expand(_ input: MapView, for region: Region, _ expansion: ArrangedConvolution) -> MapView {
        let wanted = pass.depthwise.window.onMap(for: region)
        let next = expanded.moved(toRow: wanted.rows.lowerBound)
        var first = wanted.rows.lowerBound
        if let source, source.isSameMemory(as: input), doneRows.contains(first) {
            next.copy(Region(rows: first..<doneRows.upperBound, columns: expanded.region.columns), from: expanded)
            first = min(doneRows.upperBound, wanted.rows.upperBound)
        }
        let new = Region(rows: first..<wanted.rows.upperBound, columns: wanted.columns)
        if !new.isEmpty {
            expansion.run(BlockedWork(input: withPadding(input, for: new, expansion.window), residual: nil, output: next, region: new))
        }
        (expanded, source, doneRows) = (next, input, wanted.rows)
        return next
    }

    /// The places of the input that the expansion reads, those of the padding among them.
    private func withPadding(_ input: MapView, for region: Region, _ window: MapWindow) -> MapView {
        let held = window.held(for: region)
        guard !input.region.contains(held) else { return input }
        let result = padded.moved(toRow: held.rows.lowerBound)
        result.copy(window.onMap(for: region), from: input)
        return result
    }
}

extension MapWindow {
    /// Room for what some places of the output are computed from, rows counted from the first one.
    fileprivate func place(for region: Region) -> Region {
        let all = covered(by: region)
        return Region(rows: 0..<all.rows.count, columns: all.columns)
    }
}
