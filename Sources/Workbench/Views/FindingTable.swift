import Exploration
import Imaging
import Language

/// Channels with what there is to say of them.
struct FindingTable {
    let query: ChannelQuery
    let source: SourceText

    func table(of findings: [ChannelSearch.Finding], caption: String) -> Table {
        var columns: [Table.Column] = [.left("channel")] + ["sparsity", "min", "max", "mean", "std", "energy"].map { .right($0) }
        columns += query.referenceNames.map { .right("corr(\($0))") }
        if query.asksForDuplicates { columns.append(.left("duplicate of")) }
        if let keyTitle { columns.append(.right(keyTitle)) }
        return Table(columns, rows: findings.map(row), caption: caption)
    }

    /// The sort key as typed, where it has no column of its own.
    private var keyTitle: String? {
        query.key.flatMap { key in
            if case .name = key.kind { return nil }
            if case .call(let function, _) = key.kind, function.text == "corr" { return nil }
            return source[key.range]
        }
    }

    private func row(_ finding: ChannelSearch.Finding) -> [String] {
        let statistics = finding.summary.statistics
        let numbers = [
            statistics.sparsity, statistics.minimum, statistics.maximum, statistics.mean, statistics.standardDeviation, statistics.energy,
        ]
        var cells = ["\(Address(layer: finding.layer.name, channel: finding.channel))"] + numbers.map(NumberFormat.short)
        cells += finding.summary.correlations.map { $0.isNaN ? "–" : NumberFormat.fixed($0, places: 3) }
        if query.asksForDuplicates {
            cells.append(finding.summary.duplicate.map { "\(Address(layer: finding.layer.name, channel: $0))" } ?? "")
        }
        if keyTitle != nil { cells.append(finding.key.map { NumberFormat.significant($0, digits: 5) } ?? "") }
        return cells
    }
}
